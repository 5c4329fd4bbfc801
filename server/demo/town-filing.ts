import { getVersion } from '../catalogue/bundle.store.ts'
import { questionsToAsk } from '../catalogue/condition.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import { submit } from '../cases/submit.ts'
import type { Ctx } from '../context.ts'
import { missing } from '../drafts/completeness.ts'
import { declare } from '../drafts/declare.ts'
import { effectiveValue, type Draft, type DraftContent, type Value, type Values } from '../drafts/draft.ts'
import { getDraft, listHandedIn } from '../drafts/draft.store.ts'
import { typedAs } from '../drafts/field-value.ts'
import { handIn } from '../drafts/hand-in.ts'
import { materialState } from '../drafts/material-state.ts'
import { saveAnswers } from '../drafts/save-answers.ts'
import { saveSection } from '../drafts/save-section.ts'
import { shownFields, situationOf } from '../drafts/situation.ts'
import { startDraft } from '../drafts/start.ts'
import { blankPaper } from './paper.ts'
import { askAll, confirmAll } from './town-confirming.ts'
import { examples, type Matter as Person } from './town-examples.ts'
import type { Matter } from './town-matters.ts'
import { exampleValue } from './town-values.ts'

interface Applicant {
  id: string
  regionCode: string
  /** Under which an agent files it. */
  mandateId?: string | undefined
  personWith(values: Values): Person
}

/** Fills in a form and files it with the verbs that a browser's requests call. The number of the case; undefined when it is to stay a draft. */
export async function file(ctx: Ctx, matter: Matter, applicant: Applicant): Promise<string | undefined> {
  const id = await startDraft(ctx, { bundleId: matter.bundle, regionCode: applicant.regionCode, applicantId: applicant.id, mandateId: applicant.mandateId, channel: matter.atCounter ? 'counter' : 'online' })
  const { definition } = await getVersion(ctx.db, (await getDraft(ctx, id)).bundleVersionId)
  const given = { answers: completed(definition, matter.answers), chosen: matter.chosen }
  await saveAnswers(ctx, id, given)
  if (matter.stage === 'questions') return undefined
  const plan = situationOf(definition, given)
  for (const group of new Set(shownFields(plan).map(field => field.group.id))) await fillIn(ctx, id, group, applicant)
  await handInAll(ctx, id)
  await askAll(ctx, id)
  if (matter.stage === 'filled') return undefined
  const draft = await getDraft(ctx, id)
  const lacks = missing(plan, draft.content, await listHandedIn(ctx, draft))
  if (lacks.length > 0) throw new Error(`${matter.who}, ${matter.bundle}: ${lacks.map(one => one.id).join(', ')} missing`)
  await confirmAll(ctx, id)
  return submit(ctx, id)
}

/** Whatever was not said is answered with the first choice, which is the usual one. */
function completed(definition: BundleDefinition, given: Record<string, string>): Record<string, string> {
  const open = questionsToAsk(definition, given).find(({ id }) => given[id] === undefined)
  return open ? completed(definition, { ...given, [open.id]: open.options[0]?.value ?? '' }) : given
}

async function fillIn(ctx: Ctx, draftId: string, group: string, applicant: Applicant): Promise<void> {
  const { bundleVersionId, content } = await getDraft(ctx, draftId)
  const { definition } = await getVersion(ctx.db, bundleVersionId)
  const values = effectiveValues(content)
  const typed: Record<string, Value> = {}
  for (const { field, constraints, isRequired } of shownFields(situationOf(definition, content), group)) {
    if (content.known[field.id] || (!isRequired && !(field.id in examples))) continue
    values[field.id] = exampleValue(field, constraints, applicant.personWith(values))
    typed[field.id] = typedAs(field.type, values[field.id] as Value)
  }
  const problems = await saveSection(ctx, draftId, group, { typed, contested: [], drawn: undefined }, { isLeft: true })
  if (problems.length > 0) throw new Error(problems.map(({ field, code }) => `${field} (${code}): ${String(typed[field])}`).join('; '))
}

async function handInAll(ctx: Ctx, draftId: string): Promise<void> {
  const draft = await getDraft(ctx, draftId)
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  const papers = await listHandedIn(ctx, draft)
  const wanted = situationOf(definition, draft.content).materials.filter(material => materialState(material, draft.content, papers) === 'missing')
  for (const [index, { material, obtaining }] of wanted.entries()) {
    if (obtaining === 'commitment') await declare(ctx, draftId, material.id, { kind: 'commitment', isMade: true })
    else if (obtaining === 'deferrable' && index % 2 === 0) await declare(ctx, draftId, material.id, { kind: 'deferral', isMade: true })
    else await bring(ctx, draft, material.id, `${material.name.zh}.png`, index)
  }
}

async function bring(ctx: Ctx, draft: Draft, materialId: string, name: string, order: number): Promise<void> {
  const [problem] = await handIn(ctx, draft.id, materialId, [{ name, bytes: blankPaper(order), isTooLarge: false }])
  if (problem) throw new Error(`${materialId}: ${problem.code}`)
}

const effectiveValues = (content: DraftContent): Record<string, Value> =>
  Object.fromEntries([...Object.keys(content.values), ...Object.keys(content.known)].flatMap(id => {
    const value = effectiveValue(content, id)
    return value === undefined ? [] : [[id, value]]
  }))
