import type { Agent, TestFile } from '../support/agent.ts'
import { aMove, publishIn } from '../support/definitions.ts'
import { aPlainPdf } from '../support/pdf.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

export const householdRegister = { zh: '户号', en: 'Household number', value: '1203' }

/** A portal that offers the move, whose household register knows everybody. */
export async function movingSite(): Promise<Site> {
  const site = await portal()
  await publishIn(site, aMove())
  site.registers.answers('household', /./, {
    fields: { 'applicant.householdAddress': '杭州市西湖区古荡新村西区9幢301室', 'applicant.ethnicity': 'HA' },
    materials: { 'household-register': { number: 'HK330106001203', issuedOn: '2015-06-01', facts: [householdRegister] } },
  })
  return site
}

/** Starts in Lingyin and answers the questions; returns the draft's id. */
export async function started(agent: Agent, answers: Record<string, string> = { '新居是租的吗？': '不是' }, also: string[] = []): Promise<string> {
  const start = await agent.get('/bundles/moving/start')
  let page = await start.fill({ '在哪里办理？': '330106001000' }).submit()
  const id = idOf(page)
  for (const [question, answer] of Object.entries(answers)) page = await page.fill({ [question]: answer }).submit()
  if (page.heading() === '您的情形') await page.fill({ '要不要一起办？': also }).submit()
  return id
}

export const idOf = (page: ShownPage): string => /\/drafts\/([^/?]+)/.exec(page.path)?.[1] ?? ''

export const aPhoto = (name = '照片.png'): TestFile =>
  ({ name, bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64'), type: 'image/png' })
export const aPdf = (name = '合同.pdf', content = '1'): TestFile => ({ name, bytes: aPlainPdf({ before: `%${content}\n` }), type: 'application/pdf' })
