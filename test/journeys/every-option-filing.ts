import { getVersion } from '../../server/catalogue/bundle.store.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import type { Plan } from '../../server/catalogue/plan.ts'
import type { PlannedMaterial } from '../../server/catalogue/plan-materials.ts'
import { submit } from '../../server/cases/submit.ts'
import type { Ctx } from '../../server/context.ts'
import { blankPaper } from '../../server/demo/paper.ts'
import { askAll, confirmAll } from '../../server/demo/town-confirming.ts'
import { exampleValue } from '../../server/demo/town-values.ts'
import { missing } from '../../server/drafts/completeness.ts'
import { declare } from '../../server/drafts/declare.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { getDraft, listHandedIn } from '../../server/drafts/draft.store.ts'
import { typedAs } from '../../server/drafts/field-value.ts'
import { handIn } from '../../server/drafts/hand-in.ts'
import { materialState } from '../../server/drafts/material-state.ts'
import { saveAnswers } from '../../server/drafts/save-answers.ts'
import { saveSection } from '../../server/drafts/save-section.ts'
import { shownFields, situationOf } from '../../server/drafts/situation.ts'
import { startDraft } from '../../server/drafts/start.ts'
import type { Upload } from '../../server/materials/upload.ts'
import { beijingDay } from '../../server/limits/calendar.ts'
import { identityNumber, type Person } from '../../server/people/person.ts'
import { serveWalkIn } from '../../server/workbench/serve-walk-in.ts'
import type { Situation } from './every-option.ts'
import { matterOf } from './form-filling.ts'

/** How somebody goes through the form. */
export interface Manner {
  /** Where the matter is filed, and where the people and things are that it is about. */
  filedIn: string
  about: string
  applicant: Person
  isAtCounter: boolean
  /** Fills in and hands in what may be left out as well, and puts off what may come later. */
  isThorough: boolean
}

export interface Filed {
  number: string
  /** What was typed, by field: the officers have to get exactly this. */
  typed: Record<string, Value>
}

/** Fills in the form of a situation and signs it, by the verbs that a browser's requests call. */
export async function fileCase(ctx: Ctx, bundleId: string, { answers, chosen }: Situation, manner: Manner): Promise<Filed> {
  const id = await begin(ctx, bundleId, manner)
  const { bundleVersionId } = await saveAnswers(ctx, id, { answers, chosen })
  const { definition } = await getVersion(ctx.db, bundleVersionId)
  const plan = situationOf(definition, { answers, chosen })
  const typed: Record<string, Value> = {}
  for (const group of new Set(shownFields(plan).map(field => field.group.id))) await fillIn(ctx, id, group, { definition, typed, manner })
  await bringAll(ctx, id, plan, manner)
  const draft = await getDraft(ctx, id)
  const lacks = missing(plan, draft.content, await listHandedIn(ctx, draft))
  if (lacks.length > 0) throw new Error(`the form says that this is missing: ${lacks.map(one => `${one.id} (${one.code})`).join(', ')}`)
  await askAll(ctx, id)
  await confirmAll(ctx, id)
  return { number: await submit(ctx, id), typed }
}

function begin(ctx: Ctx, bundleId: string, { filedIn: regionCode, applicant: { name, kind, identity }, isAtCounter }: Manner): Promise<string> {
  const [number = '', phone = ''] = [identityNumber(identity), identity.phone]
  return isAtCounter ? serveWalkIn(ctx, { bundleId, regionCode, number, kind, name, phone }) : startDraft(ctx, { bundleId, regionCode })
}

interface Filling {
  definition: BundleDefinition
  typed: Record<string, Value>
  manner: Manner
}

async function fillIn(ctx: Ctx, id: string, group: string, { definition, typed, manner }: Filling): Promise<void> {
  const { content } = await getDraft(ctx, id)
  const sent: Record<string, Value> = {}
  for (const { field, constraints, isRequired } of shownFields(situationOf(definition, content), group)) {
    if (content.known[field.id] || (!isRequired && !manner.isThorough)) continue
    const value = exampleValue(field, constraints, exampleMatter(manner.about, typed, ctx))
    sent[field.id] = typedAs(field.type, value)
    if (value.length > 0) typed[field.id] = value
  }
  const problems = await saveSection(ctx, id, group, { typed: sent, contested: [], drawn: undefined }, { isLeft: true })
  if (problems.length > 0) throw new Error(problems.map(({ field, code }) => `the form refuses ${field}: ${code} (${String(sent[field])})`).join('; '))
}

export const exampleMatter = (regionCode: string, values: Record<string, Value>, { now }: Pick<Ctx, 'now'>) =>
  matterOf({ name: '陈小雨', phone: '13805710001', sex: 'female', regionCode, address: '翠苑三区18幢2单元501室' }, values, beijingDay(now))

async function bringAll(ctx: Ctx, id: string, { materials }: Plan, manner: Manner): Promise<void> {
  const draft = await getDraft(ctx, id)
  const papers = await listHandedIn(ctx, draft)
  for (const [order, planned] of materials.entries()) {
    const standing = materialState(planned, draft.content, papers)
    if (standing === 'missing' || (standing === 'optional' && manner.isThorough)) await bring(ctx, id, planned, order, manner)
  }
}

/** A paper in the way that the form offers for it. */
async function bring(ctx: Ctx, id: string, { material, obtaining }: PlannedMaterial, order: number, { isThorough }: Manner): Promise<void> {
  if (obtaining === 'commitment') return declare(ctx, id, material.id, { kind: 'commitment', isMade: true })
  if (obtaining === 'deferrable' && isThorough) return declare(ctx, id, material.id, { kind: 'deferral', isMade: true })
  const problems = await handIn(ctx, id, material.id, [paper(material.id, order)])
  if (problems.length > 0) throw new Error(`the form refuses ${material.id}: ${problems.map(({ code }) => code).join()}`)
}

const papers: Buffer[] = []

export const paper = (materialId: string, order: number): Upload => ({ name: `${materialId}.png`, bytes: (papers[order] ??= blankPaper(order)), isTooLarge: false })
