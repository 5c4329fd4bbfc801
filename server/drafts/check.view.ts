import type { PlannedField } from '../catalogue/plan-fields.ts'
import { limitText } from '../guide/limit-text.ts'
import { regionPath } from '../offices/office.store.ts'
import { drawLine, type Line } from '../web/line.ts'
import { coProblems } from './co-standing.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { missing, type Missing } from './completeness.ts'
import { effectiveValue } from './draft.ts'
import { knownShown } from './known.view.ts'
import { materialState } from './material-state.ts'
import { fileName } from './materials.form.ts'
import { shownFields } from './situation.ts'
import { typedValues } from './world.ts'
import { valueInWords, wordsFor, type Words } from './value-words.ts'
import type { Work } from './work.ts'

type Locals = Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>

interface Row {
  key: string
  value?: string
  html?: string
  source?: string
  actions: { href: string; text: string; hidden: string }[]
}

/** Everything that was entered and found, by section, with the way back to each; what is missing; and what will happen. */
export async function checkView(work: Work, { ctx, t, text, language }: Locals) {
  const { draft, definition, plan, handedIn } = work
  const { content, id } = draft
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), [...typedValues(content), ...Object.values(content.known).map(({ value }) => value)])
  const { content: _, ...shown } = draft
  const lacks = missing(plan, content, handedIn)
  const wrong = (await coProblems(ctx, work)).filter(({ field }) => !lacks.some(({ id }) => id === field)).map(({ field, code }): Missing => ({ kind: 'field', id: field, code }))
  return {
    draft: shown,
    bundle: definition.bundle,
    isWalkIn: draft.applicantId !== ctx.actor.id,
    regions: await regionPath(ctx.db, draft.regionCode),
    questions: plan.questions.map(({ id: question, name, options }): Row => {
      const option = options.find(({ value }) => value === plan.answers[question])
      return { key: text(name), value: option ? text(option) : t('drafts:check.empty'), actions: [change(t, paths.draftQuestions(id), text(name))] }
    }),
    optional: plan.items.filter(({ isOptional }) => isOptional).map(({ item }) => text(item.name)),
    sections: [...Map.groupBy(shownFields(plan), ({ group }) => group)].map(([group, fields]) => ({ group, rows: fields.map(field => fieldRow(work, field, words, ctx.now)) })),
    materials: plan.materials.map(planned => materialRow(work, planned, words)),
    lacks: [...lacks, ...wrong].map(one => lackOf(work, one, words)),
    line: processLine(work, words),
    days: plan.now.days,
  }
}

const change = (t: Words['t'], href: string, hidden: string) => ({ href, text: t('drafts:check.change'), hidden })

function fieldRow(work: Work, planned: PlannedField, words: Words, now: Date): Row {
  const { field, group } = planned
  const { content, id } = work.draft
  const { t, text } = words
  const key = text(field.name)
  const actions = [change(t, `${paths.draftSection(id, group.id)}?to=check#${encodeURIComponent(field.id)}`, key)]
  const known = knownShown(work, planned, words, now)
  if (known && !known.isContested) return { key, value: known.value, source: known.source, actions }
  const value = effectiveValue(content, field.id)
  const typed = content.unfinished[field.id]
  const entered = value !== undefined ? valueInWords(field, value, words) : typed !== undefined ? [typed].flat().join('') : t(planned.isRequired || known ? 'drafts:check.missing' : 'drafts:check.empty')
  return { key, value: entered, source: known ? t('drafts:check.contested', { source: known.source }) : undefined, actions }
}

function materialRow({ draft, plan, handedIn }: Work, planned: Work['plan']['materials'][number], { t, text }: Words): Row {
  const { material, producedBy } = planned
  const standing = materialState(planned, draft.content, handedIn)
  const producer = plan.items.find(({ code }) => code === producedBy)
  const papers = handedIn.filter(({ materialId }) => materialId === material.id && standing === 'handedIn').map(({ name }) => name)
  const value = t(`drafts:standing.${standing}`, { item: producer ? text(producer.item.name) : '', papers: papers.join(t('components:listSeparator')) })
  const actions = standing === 'produced' || standing === 'generated' ? [] : [change(t, `${paths.draftMaterials(draft.id)}#material-${encodeURIComponent(material.id)}`, text(material.name))]
  return { key: text(material.name), value, actions }
}

/** A missing thing with its name and the way to its place. */
function lackOf({ draft: { id }, plan }: Work, lack: Missing, { t, text }: Words) {
  if (lack.kind === 'question') return { ...lack, name: text(plan.questions.find(one => one.id === lack.id)!.name), href: `${paths.draftQuestions(id)}#${lack.id}` }
  if (lack.kind === 'item') return { ...lack, name: t('drafts:questions.onlyOptional'), href: paths.draftQuestions(id) }
  if (lack.kind === 'material') return { ...lack, name: text(plan.materials.find(({ material }) => material.id === lack.id)!.material.name), href: `${paths.draftMaterials(id)}#${encodeURIComponent(fileName(lack.id))}` }
  const { field, group } = plan.fields.find(one => one.field.id === lack.id)!
  return { ...lack, name: text(field.name), href: `${paths.draftSection(id, group.id)}?to=check#${encodeURIComponent(field.id)}` }
}

/** What happens after the signature: which departments work, what waits for what, and how long each may take. */
function processLine({ plan: { items }, definition: { departments } }: Work, { t, text }: Words): Line {
  return drawLine(items.map(({ code, item, after, promisedLimit }) => ({
    id: code, label: text(item.name), state: 'planned', after,
    sub: t('drafts:check.department', { department: text(departments[item.department]?.name ?? item.name), limit: limitText(t, promisedLimit) }),
  })))
}
