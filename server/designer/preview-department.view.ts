import type { Ctx } from '../context.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import { fieldBox } from '../drafts/field-box.ts'
import { limitText } from '../guide/limit-text.ts'
import { beijingDay } from '../limits/calendar.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { drawLine } from '../web/line.ts'
import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { datesOf, type PreviewDates } from './preview-dates.ts'
import { queryTo, type WalkThrough } from './preview.ts'

type Words = Pick<RequestLocals, 't' | 'text'>

/** A department's side: which tasks it gets, when, and what it sees of the case — and that is all it sees. */
export async function departmentSide(proposalId: string, walk: WalkThrough, { ctx, t, text }: Words & { ctx: Pick<Ctx, 'db' | 'now'> }) {
  const { items } = walk.plan
  const ids = [...new Set(items.map(({ item }) => item.department))]
  const department = ids.find(id => id === walk.department) ?? ids[0] ?? ''
  const own = items.filter(({ item }) => item.department === department)
  const task = own.find(({ code }) => code === walk.task) ?? own[0]
  const to = (place: Partial<WalkThrough>) => paths.proposalPreview(proposalId, queryTo(walk, { side: 'departments', department, ...place }))
  const today = beijingDay(ctx.now)
  const dates = datesOf(walk.plan, today, await readCalendar(ctx.db))
  return {
    today,
    chosenDepartment: walk.definition.departments[department],
    offices: ids.map(id => ({ href: to({ department: id, task: '' }), text: text(walk.definition.departments[id]?.name ?? { zh: id, en: id }), count: items.filter(({ item }) => item.department === id).length, current: id === department })),
    tasks: own.map(one => ({ ...taskRow(walk, one, dates.get(one.code), { t, text }), href: `${to({ task: one.code })}#task`, current: one === task })),
    task: task && { ...(await taskPage(walk, task, ctx, { t, text })), dates: dates.get(task.code) },
    line: task && wholeLine(walk, task, { t, text }),
  }
}

/** The whole matter by names only, with the task's own place in it. */
const wholeLine = ({ definition, plan }: WalkThrough, task: PlannedItem, { t, text }: Words) =>
  drawLine(plan.items.map(({ code, item, after }) => {
    const isOwn = code === task.code
    return { id: code, label: text(item.name), sub: text(definition.departments[item.department]?.name ?? item.name), after, state: isOwn ? ('running' as const) : ('planned' as const), ...(isOwn ? { word: t('desk:line.own') } : {}) }
  }), 760)

const taskRow = ({ definition }: WalkThrough, { code, item, after, isCertain, isOptional, promisedLimit, statutoryLimit }: PlannedItem, dates: PreviewDates | undefined, { t, text }: Words) => ({
  code,
  name: text(item.name),
  isCertain,
  isOptional,
  granted: item.withoutApplication,
  waits: after.map(one => text(definition.items[one]?.name ?? item.name)),
  promised: limitText(t, promisedLimit),
  statutory: statutoryLimit && limitText(t, statutoryLimit),
  dates,
})

/** One task as its officer would find it. */
async function taskPage(walk: WalkThrough, { code, item, fieldIds, after, competence }: PlannedItem, { db }: Pick<Ctx, 'db'>, words: Words) {
  const { text } = words
  const { definition, plan } = walk
  const seen = plan.fields.filter(({ field }) => fieldIds.includes(field.id))
  const papers = plan.materials.filter(({ needs }) => needs.some(need => need.item === code))
  const region = competence.regionField && definition.fields[competence.regionField]
  const results = item.result.fields.flatMap(id => definition.fields[id] ?? [])
  const boxes = await Promise.all(results.map(field => fieldBox(db, { field, group: { id: field.id, name: field.name }, constraints: field, isRequired: true, needs: [], source: { kind: 'asked' }, contradictions: [] }, '', text)))
  return {
    code,
    name: text(item.name),
    level: item.level,
    regionField: region && text(region.name),
    granted: item.withoutApplication,
    waits: after.map(one => text(definition.items[one]?.name ?? item.name)),
    feeds: plan.items.filter(one => one.after.includes(code)).map(one => text(one.item.name)),
    sections: [...Map.groupBy(seen, ({ group }) => group)].map(([group, fields]) => ({ group, fields: fields.map(planned => seenField(walk, planned, words)) })),
    materials: papers.map(planned => seenMaterial(walk, planned, words)),
    seen: { fields: seen.length, materials: papers.length },
    all: { fields: plan.fields.length, materials: plan.materials.length },
    unseen: {
      fields: plan.fields.filter(({ field }) => !fieldIds.includes(field.id)).map(({ field }) => text(field.name)),
      materials: plan.materials.filter(one => !papers.includes(one)).map(({ material }) => text(material.name)),
    },
    signOff: item.signOff,
    issues: { name: item.result.name, isCertificate: item.result.certificate },
    boxes,
    presence: plan.items.find(one => one.code === code)?.presence ?? [],
  }
}

/** A datum as the desk lists it, with what would stand there instead of a value. */
function seenField({ definition }: WalkThrough, { field, source, isRequired }: PlannedField, { t, text }: Words) {
  const shown = (kind: 'applicant' | 'account' | 'register' | 'produced', name: string) =>
    ({ name: text(field.name), value: t(kind === 'applicant' && !isRequired ? 'preview:value.optional' : `preview:seen.${kind}`), source: { kind, name, other: '' }, isAsked: false, isMasked: false })
  if (source.kind === 'register') return shown('register', text(definition.registers[source.register]?.name ?? { zh: source.register, en: source.register }))
  if (source.kind === 'produced') return shown('produced', text(definition.items[source.by]?.name ?? field.name))
  return shown(source.kind === 'account' ? 'account' : 'applicant', '')
}

function seenMaterial({ definition }: WalkThrough, { material, obtaining, producedBy }: PlannedMaterial, { t, text }: Words) {
  const register = material.register && definition.registers[material.register.id]
  const item = producedBy === undefined ? undefined : definition.items[producedBy]
  const name = item ? text(item.name) : register ? text(register.name) : t('preview:wallet')
  return { material, obtaining, papers: [], fetched: undefined, isAsked: false, told: t(`preview:paper.${obtaining}`, { name }) }
}
