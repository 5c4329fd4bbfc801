import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { idNumberOf } from '../../server/demo/town-people.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import type { Draft } from '../../server/drafts/draft.ts'
import { getDraft } from '../../server/drafts/draft.store.ts'
import { fetchKnown } from '../../server/drafts/fetch-known.ts'
import { openLookups } from '../../server/drafts/known-data.ts'
import { saveAnswers } from '../../server/drafts/save-answers.ts'
import { isSituationClear, optionalItems, shownFields, situationOf } from '../../server/drafts/situation.ts'
import { startDraft } from '../../server/drafts/start.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import { actorOf } from '../../server/people/person.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const bundles = readdirSync(join(import.meta.dirname, '../../db/catalogue/bundles')).map(name => name.replace(/\.yaml$/, ''))
const township = '330106005000'

let site: Site
let citizen: Agent
let official: Agent
let sandbox: RegistersSandbox

beforeAll(async () => {
  sandbox = await startRegistersSandbox({ now: () => new Date('2026-03-02T02:00:00.000Z') })
  site = await portal({ catalogue: true })
  citizen = await site.citizen({ idNumber: idNumberOf('1994-04-18', 'female') })
  official = await site.signedIn({ ...aCitizen({ idNumber: idNumberOf('1991-06-02', 'female'), username: 'official' }), grants: [{ role: 'officer', officeId: 'archives@330106000000' }] })
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.control('*', 'ok'))

const ctx = (person = citizen) => ({ ...site.ctx(actorOf(person.person!)), registers: httpRegisters(sandbox.url) })
/** Matters between public bodies are filed by those who work there. */
const applicantOf = async (bundleId: string): Promise<Agent> => ((await findPublished(site.db, bundleId))!.definition.bundle.audience === 'official' ? official : citizen)

/** Answers every question that arises with its option at `index`, and wants everything. */
async function answered(bundleId: string, index: number): Promise<Draft> {
  const own = ctx(await applicantOf(bundleId))
  const id = await startDraft(own, { bundleId, regionCode: township })
  const { definition } = (await findPublished(site.db, bundleId))!
  let draft = await getDraft(own, id)
  for (let round = 0; round < 10 && !isSituationClear(definition, draft.content); round++) {
    const { questions } = situationOf(definition, draft.content)
    const answers = Object.fromEntries(questions.map(({ id, options }) => [id, options[Math.min(index, options.length - 1)]!.value]))
    await saveAnswers(own, id, { answers, chosen: optionalItems(definition, { answers }).map(({ code }) => code) })
    draft = await getDraft(own, id)
  }
  return draft
}

describe.each(bundles.map((bundle, order): [string, number] => [bundle, order % 2]))('%s', (bundle, index) => {
  // By turns with the first and the second option of everything.
  test('every page of its form can be shown in both languages', async () => {
    const { id, content } = await answered(bundle, index)
    const applicant = await applicantOf(bundle)
    const { definition } = (await findPublished(site.db, bundle))!
    const groups = new Set(shownFields(situationOf(definition, content)).map(({ group }) => group.id))
    const places = ['', '/questions', '/known', ...[...groups].map(group => `/sections/${group}`), '/materials', '/check']
    for (const place of places) {
      const page = await applicant.get(`/drafts/${id}${place}`)
      expect(`${place} ${page.status} ${page.heading()}`).toMatch(/ 200 ./)
      const english = await applicant.get(`/drafts/${id}${place}`, { headers: { 'accept-language': 'en' } })
      expect([english.status, english.$('html').attr('lang')]).toEqual([200, 'en'])
    }
    for (const group of groups) expect([200, 422]).toContain((await applicant.post(`/drafts/${id}/sections/${group}`)).status)
  })

  test('whatever the registers say is a value of its field', async () => {
    const { content } = await answered(bundle, 0)
    const { definition } = (await findPublished(site.db, bundle))!
    const plan = situationOf(definition, content)
    expect(openLookups({ definition, plan, content })).toEqual([])
    const registers = httpRegisters(sandbox.url)
    for (const [lookup, { key, wanted, outcome }] of Object.entries(content.lookups)) {
      expect(`${lookup} ${outcome}`).not.toContain('unavailable')
      const answer = await registers.query({ register: lookup.split(' ')[0]!, key, fields: wanted.filter(id => definition.fields[id]), materials: wanted.filter(id => definition.materials[id]) })
      if (answer.status !== 'found') continue
      expect(Object.keys(answer.fields).filter(id => content.known[id] === undefined)).toEqual([])
    }
  })
})

test.each(['down', 'slow', 'garbage'] as const)('registers that are %s hold nobody up', async mode => {
  sandbox.control('*', mode, 5000)
  const { content } = await answered('newborn-birth', 0)
  expect(new Set(Object.values(content.lookups).map(({ outcome }) => outcome))).toEqual(new Set(['unavailable']))
  expect(content.known['applicant.name']?.source).toBe('account')
  expect(content.fetched).toEqual({})
})

test('a register that is up again answers when it is asked again', async () => {
  sandbox.control('delivery', 'down')
  const { id, content } = await answered('newborn-birth', 0)
  expect(content.known['child.birthDate']).toBeUndefined()
  sandbox.control('delivery', 'ok')
  await fetchKnown(ctx(), id, { again: true })
  expect((await getDraft(ctx(), id)).content.known['child.birthDate']?.source).toBe('delivery')
})
