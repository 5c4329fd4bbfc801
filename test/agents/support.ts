import { aDefinition } from '../support/cases.ts'
import { aField, needs, publishIn } from '../support/definitions.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

const text = (zh: string) => ({ zh, en: zh })

/** A portal with two small matters, “迁居” and “停车”, whose form has one field of the account and one to type. */
export async function entrustedSite(): Promise<Site> {
  const site = await portal()
  for (const [id, title] of [['moving', '迁居'], ['parking', '停车']] as const) {
    const definition = aDefinition({ [id]: [], 'extra': [] }, { [id]: { name: text(`${title}登记`), fields: [needs('applicant.phone'), needs('home.address')] }, extra: { name: text(`${title}补贴`), fields: [needs('home.address')] } })
    await publishIn(site, {
      ...definition,
      bundle: { ...definition.bundle, id, title: text(`${title}一件事`), items: definition.bundle.items.map(one => ({ ...one, optional: one.item === 'extra' })) },
      fields: { 'applicant.phone': aField('applicant.phone', '手机号码', { type: 'phone', account: 'phone' }), 'home.address': aField('home.address', '住址') },
      groups: [{ id: 'applicant', name: text('申请人') }, { id: 'home', name: text('新居') }],
    })
  }
  return site
}

export const idOf = (page: ShownPage): string => /\/me\/mandates\/(\d{16})/.exec(page.path)?.[1] ?? ''
export const draftOf = (page: ShownPage): string => /\/drafts\/([^/?]+)/.exec(page.path)?.[1] ?? ''
export const numberOf = (page: ShownPage): string => /\/cases\/(\d{20})/.exec(page.path)?.[1] ?? ''

interface Terms {
  way?: string
  bundles?: string[]
  uses?: string
  name: string
  number: string
}

/** Offers a mandate on the page, for the matter of moving unless told otherwise. */
export async function offer(agent: Agent, { way, bundles = ['迁居一件事'], uses = '', name, number }: Terms): Promise<ShownPage> {
  const page = await agent.get('/me/mandates/new')
  return page.fill({ ...(way ? { 您要办的是: way } : {}), 对方的姓名或企业名称: name, '对方的用户名、身份证号码或统一社会信用代码': number, 委托办理哪几件事: bundles, '最多提交几次（可不填）': uses }).submit()
}

/** Offers a mandate and has it accepted; returns its number. */
export async function entrusted(from: Agent, to: Agent, terms: Omit<Terms, 'name' | 'number'> = {}): Promise<string> {
  const id = idOf(await offer(from, { ...terms, name: to.person?.name ?? '', number: to.person?.username ?? '' }))
  await (await to.get(`/me/mandates/${id}`)).press('同意')
  return id
}

/** Begins a matter for somebody by the start page. */
export async function begun(agent: Agent, forWhom: string, bundle = 'moving'): Promise<ShownPage> {
  return (await agent.get(`/bundles/${bundle}/start`)).fill({ 为谁办理: forWhom, '在哪里办理？': '330106001000' }).submit()
}

/** Fills in what is left and signs; returns the page that follows. */
export async function filed(agent: Agent, draft: string, also: string[] = []): Promise<ShownPage> {
  await (await agent.get(`/drafts/${draft}/questions`)).fill({ '要不要一起办？': also }).submit()
  for (const group of ['applicant', 'home']) await agent.post(`/drafts/${draft}/sections/${group}`, { 'home.address': '文三路 90 号', 'applicant.phone': '13805710088' })
  return agent.post(`/drafts/${draft}/submit`, { confirmed: 'yes' })
}
