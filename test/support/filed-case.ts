import { upsert } from '../../db/statement.ts'
import type { BundleDefinition, Field, Material } from '../../server/catalogue/definition.ts'
import { getVersion, insertVersion } from '../../server/catalogue/bundle.store.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { asApplicant } from '../../server/cases/act.ts'
import { filedSet, getDossier } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { filed, newCaseNumber } from '../../server/cases/filing.ts'
import { Conflict } from '../../server/errors.ts'
import { emptyContent, type Draft, type DraftContent } from '../../server/drafts/draft.ts'
import { insertDraft } from '../../server/drafts/draft.store.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { usualHours } from '../../server/limits/office-hours.ts'
import { newRegionalId } from '../../server/ids.ts'
import { forgetReference } from '../../server/offices/office.store.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { aDefinition } from './cases.ts'
import type { Site } from './portal.ts'

const text = (zh: string, en = zh) => ({ zh, en })
const field = (id: string, zh: string, more: Partial<Field> = {}): Field => ({ id, name: text(zh), type: 'text', personal: 'ordinary', ...more })
const material = (id: string, zh: string): Material => ({ id, name: text(zh) })
const basis = '《户口登记条例》第七条'

/**
 * A birth in little: the hospital's certificate, then the household register by its number, then the
 * insurance; and an allowance beside them, which alone needs to know the income and the account.
 */
export function aBirth(): BundleDefinition {
  const definition = aDefinition({ certificate: [], household: ['certificate'], insurance: ['household'], allowance: [] }, {
    certificate: {
      name: text('出生医学证明', 'Birth certificate'), department: 'health', fields: [{ field: 'child.name', basis, required: true, when: [] }, { field: 'mother.name', basis, required: true, when: [] }, { field: 'mother.phone', basis, required: true, when: [] }],
      materials: [{ material: 'birth-record', handling: 'handIn', basis, when: [] }],
      result: { name: text('出生医学证明'), fields: ['child.certificateNumber'], certificate: true, material: 'medical-certificate' },
    },
    household: {
      name: text('出生登记', 'Household registration'), department: 'public-security', fields: [{ field: 'child.name', basis, required: true, when: [] }, { field: 'child.certificateNumber', basis, required: true, when: [] }, { field: 'child.bornOn', basis, required: true, when: [] }],
      materials: [{ material: 'medical-certificate', handling: 'handIn', basis, when: [] }],
    },
    insurance: { name: text('参加医保', 'Medical insurance'), department: 'healthcare', fields: [{ field: 'child.name', basis, required: true, when: [] }] },
    allowance: {
      name: text('生育津贴', 'Maternity allowance'), department: 'healthcare', fields: [{ field: 'income.monthly', basis, required: true, when: [] }, { field: 'income.account', basis, required: true, when: [] }, { field: 'mother.name', basis, required: true, when: [] }],
    },
  })
  const names: [string, string][] = [['health', '卫健'], ['public-security', '公安'], ['healthcare', '医保']]
  return {
    ...definition,
    bundle: { ...definition.bundle, id: 'birth', title: text('出生一件事', 'A birth'), leadDepartment: 'health' },
    fields: Object.fromEntries([
      field('child.name', '孩子姓名', { type: 'personName' }), field('child.bornOn', '出生日期', { type: 'date' }), field('child.certificateNumber', '出生证编号', { minLength: 8, maxLength: 20 }),
      field('mother.name', '母亲姓名', { type: 'personName' }), field('mother.phone', '母亲电话', { type: 'phone' }),
      field('income.monthly', '月缴费基数', { type: 'money' }), field('income.account', '收款账号', { type: 'bankAccount' }),
    ].map(one => [one.id, one])),
    groups: [{ id: 'child', name: text('孩子') }, { id: 'mother', name: text('母亲') }, { id: 'income', name: text('收入') }],
    materials: Object.fromEntries([material('birth-record', '分娩记录'), material('medical-certificate', '出生医学证明')].map(one => [one.id, one])),
    registers: { 'household-register': { id: 'household-register', name: text('户籍库'), department: 'public-security' } },
    departments: Object.fromEntries(names.map(([id, zh]) => [id, { id, name: text(zh), kind: 'government' as const, offices: ['county' as const] }])),
  }
}

/** The same birth, its certificate granted on a commitment in place of the record, and collected in person. */
export function onCommitment(): BundleDefinition {
  const birth = aBirth()
  const materials = [{ material: 'birth-record', handling: 'commitment' as const, when: [] }]
  const presence = [{ who: text('申请人', 'Applicant'), why: 'pickUp' as const, where: 'counter' as const, at: 'collection' as const, basis, when: [] }]
  return { ...birth, items: { ...birth.items, certificate: { ...birth.items.certificate!, materials, presence } } }
}

const values = {
  'child.name': '王小明', 'child.bornOn': '2026-02-20', 'mother.name': '陈小雨', 'mother.phone': '13805710001', 'income.monthly': '890000', 'income.account': '6222021202012345674',
}

export const xihu = '330106000000'

interface Filed {
  definition?: BundleDefinition
  content?: Partial<DraftContent>
  applicant: Person
  author?: Person
  channel?: Draft['channel']
}

/** Nobody could have filed without the papers that may come later, unless he put them off. */
const putOffIn = ({ items }: BundleDefinition, at: string): Record<string, string> =>
  Object.fromEntries(Object.values(items).flatMap(({ materials }) => materials.filter(({ handling }) => handling === 'deferrable').map(({ material }) => [material, at])))

/** A case as it stands just after submission, without the way through the form. */
export async function givenCase(site: Site, { definition = aBirth(), content = {}, applicant, author = applicant, channel = 'online' }: Filed): Promise<Dossier> {
  const versionId = `${definition.bundle.id}-1`
  await haveVersion(site, versionId, definition)
  const ctx = site.ctx(actorOf(author))
  const at = site.clock.toISOString()
  const draft: Draft = {
    id: newRegionalId('330106', site.clock.getTime()), region: '330106', regionCode: xihu, applicantId: applicant.id, authorId: author.id, mandateId: null, bundleId: definition.bundle.id,
    bundleVersionId: versionId, channel, status: 'submitted', mayCommit: true, version: 2, createdAt: at, updatedAt: at, content: { ...emptyContent(), values, deferred: putOffIn(definition, at), ...content },
  }
  const situation = plan(definition, { answers: draft.content.answers, chosen: [] })
  const offices = new Map(situation.items.map(({ code, item }) => [code, `${item.department}@${xihu}`]))
  const number = applicant.identity.idNumber ?? applicant.identity.uscc
  const person = { id: applicant.id, name: applicant.name, index: number ? site.vault.index(number) : null }
  const version = await getVersion(site.db, versionId)
  for (;;) {
    const caseNumber = newCaseNumber('330106', site.clock)
    const filing = filed({ draft, version, plan: situation, offices, applicant: person, number: caseNumber }, asApplicant(ctx, draft), { calendar: publishedCalendar, hours: usualHours })
    const isTaken = await site.db.commit([insertDraft(site.vault, draft), ...filedSet(filing, site.ctx())]).then(() => false, isTakenNumber)
    if (!isTaken) return getDossier(site.ctx(), caseNumber)
  }
}

/** A number drawn twice in a day, as may happen to whoever files a hundred cases. */
function isTakenNumber(error: unknown): true {
  if (error instanceof Conflict && error.code === 'duplicate') return true
  throw error
}

async function haveVersion(site: Site, id: string, definition: BundleDefinition): Promise<void> {
  const exists = await getVersion(site.db, id).then(() => true, () => false)
  if (exists) return
  const departments = Object.values(definition.departments)
  await site.db.commit([
    ...departments.map(one => upsert('department', { id: one.id, zh: one.name.zh, en: one.name.en, kind: one.kind, levels: '["county"]' }, ['id'])),
    ...departments.map(one => upsert('office', { id: `${one.id}@${xihu}`, department_id: one.id, region_code: xihu, address: null, phone: null, hours: null, closed_at: null }, ['id'])),
    insertVersion({ id, bundleId: definition.bundle.id, version: 1, status: 'published', hash: 'test', definition, proof: { combinations: 1, maxVisits: 0, longestPathDays: 9, checks: [] }, publishedAt: site.clock.toISOString() }, 'system'),
  ])
  forgetReference(site.db)
}
