import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import { listCasesOf } from '../cases/case.store.ts'
import type { Ctx } from '../context.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import { beijingDay, type Day } from '../limits/calendar.ts'
import { findOffice, findRegion } from '../offices/office.store.ts'
import { maskName } from '../people/mask.ts'
import { namesOf } from '../people/person.store.ts'
import { isWholeRegion, regionOfOffice } from '../people/scope.ts'
import { listQuestionsOf } from '../readings/question.store.ts'
import type { ReadingQuestion } from '../readings/question.ts'
import { ownFields, type Reading } from '../readings/reading.ts'
import type { OwnReading } from '../readings/reading.store.ts'
import type { RequestLocals } from '../web/locals.ts'
import { itemsOfTasks } from './access-log.store.ts'

/** Who read somebody's data, in plain words: by day, and within it by matter. */
export interface ReadDay {
  day: Day
  matters: { caseNumber: string; title: string; isFiled: boolean; readings: ShownReading[] }[]
}

export interface ShownReading {
  id: string
  /** The same person, for the same thing, on the same day: the newest first. */
  times: string[]
  what: string
  who: string
  purpose: string
  fields: string
  materials: string
  reason: string | undefined
  question: ReadingQuestion | undefined
}

type Speaker = Pick<RequestLocals, 't' | 'text'>

/** A person's matters by number, and what he is still filling in by its id: what a reading is about, in words. */
export async function mattersOf(ctx: Ctx): Promise<Map<string, BundleDefinition>> {
  const [cases, drafts] = await Promise.all([listCasesOf(ctx.db, ctx.actor.id, 1000), listDrafts(ctx)])
  const versions = new Map(await Promise.all([...new Set([...cases, ...drafts].map(({ bundleVersionId }) => bundleVersionId))].map(async id => [id, (await getVersion(ctx.db, id)).definition] as const)))
  return new Map([...cases.map(one => [one.number, versions.get(one.bundleVersionId)] as const), ...drafts.map(one => [one.id, versions.get(one.bundleVersionId)] as const)].flatMap(([key, definition]) => (definition ? [[key, definition] as const] : [])))
}

export async function readDays(ctx: Ctx, speaker: Speaker, own: readonly OwnReading[], matters: ReadonlyMap<string, BundleDefinition>): Promise<ReadDay[]> {
  const words = await wordsFor(ctx, speaker, own)
  return [...Map.groupBy(own, ({ reading }) => beijingDay(new Date(reading.at)))].map(([day, ofDay]) => ({
    day,
    matters: [...Map.groupBy(ofDay, ({ caseNumber }) => caseNumber)].map(([caseNumber, ofMatter]) => {
      const definition = matters.get(caseNumber)
      const title = definition ? speaker.text(definition.bundle.title) : speaker.t(caseNumber === '' ? 'readings:account' : 'readings:matter')
      return { caseNumber, title, isFiled: /^\d{20}$/.test(caseNumber), readings: together(ofMatter.map(({ reading }) => reading)).map(same => words(same, definition)) }
    }),
  }))
}

/** What the same person looked at in the same way for the same purpose is told once, with its times. */
function together(readings: readonly Reading[]): Reading[][] {
  const alike = ({ actorId, officeId, kind, purpose, taskId, fields, covered, materials, reason }: Reading) => JSON.stringify([actorId, officeId, kind, purpose, taskId, fields, covered, materials, reason])
  return [...Map.groupBy(readings, alike).values()]
}

async function wordsFor(ctx: Ctx, speaker: Speaker, own: readonly OwnReading[]): Promise<(same: readonly Reading[], definition: BundleDefinition | undefined) => ShownReading> {
  const readings = own.map(({ reading }) => reading)
  const [names, items, questions, places] = await Promise.all([
    namesOf(ctx, readings.map(({ actorId }) => actorId)), itemsOfTasks(ctx.db, readings.flatMap(({ taskId }) => taskId ?? [])),
    listQuestionsOf(ctx, ctx.actor.id, readings.map(({ id }) => id)), placesOf(ctx, speaker, readings),
  ])
  return (same, definition) => {
    const [first] = same as [Reading]
    const item = definition?.items[items.get(first.taskId ?? '') ?? '']
    return {
      id: first.id, times: same.map(({ at }) => at), reason: first.reason, question: questions.find(({ readingId }) => same.some(({ id }) => id === readingId)),
      what: item ? speaker.t(`readings:saidOfItem.${first.kind}`, { item: speaker.text(item.name) }) : speaker.t(`readings:said.${first.kind}`),
      who: speaker.t('readings:who', { place: places.get(first.officeId ?? '') ?? '', role: roleName(speaker, first.actorRole), name: maskName(names.get(first.actorId) ?? '') }).trim(),
      purpose: speaker.t(`readings:purpose.${first.purpose}`),
      fields: first.fields.map(id => fieldName(speaker, first, id, definition)).join(speaker.t('components:listSeparator')),
      materials: first.materials.map(id => { const material = definition?.materials[id]; return material ? speaker.text(material.name) : id }).join(speaker.t('components:listSeparator')),
    }
  }
}

/** Names of the offices and regions for which was read. */
async function placesOf({ db }: Ctx, { text }: Speaker, readings: readonly Reading[]): Promise<Map<string, string>> {
  const ids = [...new Set(readings.flatMap(({ officeId }) => officeId ?? []))]
  const named = await Promise.all(ids.map(async id => {
    const name = isWholeRegion(id) ? await findRegion(db, regionOfOffice(id)) : (await findOffice(db, id))?.name
    return [id, name ? text(name) : ''] as const
  }))
  return new Map(named)
}

const roleName = ({ t }: Speaker, role: string): string => t(['agent', 'coApplicant'].includes(role) ? `readings:role.${role}` : `administration:role.${role}`)

function fieldName({ t, text }: Speaker, { covered }: Reading, id: string, definition: BundleDefinition | undefined): string {
  const own = ownFields.find(name => name === id)
  const name = own ? t(`readings:field.${own}`) : definition?.fields[id] ? text(definition.fields[id].name) : id
  return covered.includes(id) ? t('readings:covered', { name }) : name
}
