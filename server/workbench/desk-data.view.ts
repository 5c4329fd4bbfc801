import type { Field, FieldGroup, Text } from '../catalogue/definition.ts'
import { otherReason, reasonText } from '../catalogue/reasons.ts'
import type { Ctx } from '../context.ts'
import type { Value } from '../drafts/draft.ts'
import { valueInWords, wordsFor } from '../drafts/value-words.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import { openDeficiencies, type Deficiency, type Dossier, type Task } from '../cases/case.ts'
import { findCertificate } from '../cases/certificate.store.ts'
import { coverDocument, coverOf } from '../cases/cover.ts'
import type { SeenField, SeenMaterial } from '../cases/task-view.ts'

/** The data and papers of a task as its page shows them: in words, with their source, covered where they open something. */
export interface ShownField {
  id: string
  name: string
  value: string
  isMasked: boolean
  source: { kind: 'register' | 'produced' | 'account' | 'applicant' | 'contested'; name: string; other: string }
  /** Put right after a supplement was asked for. */
  isAsked: boolean
}

export interface ShownMaterial extends Omit<SeenMaterial, 'handedIn'> {
  register: string
  producer: string
  papers: { name: string; fileId: string | null; identifier: string | undefined; isLate: boolean }[]
  isAsked: boolean
  /** Numbers in what a register gave are covered. */
  isMasked: boolean
}

export interface ShownDeficiency extends Deficiency {
  name: string
  /** The reason from the catalogue, in words; '' for one that is told in the officer's own words alone. */
  why: string
}

export type Speaker = Pick<RequestLocals, 't' | 'text' | 'language'>

export const targetName = ({ version: { definition } }: Dossier, { kind, target }: Pick<Deficiency, 'kind' | 'target'>): Text =>
  (kind === 'field' ? definition.fields[target]?.name : definition.materials[target]?.name) ?? { zh: target, en: target }

/** What was noted against this task, told or not. */
export const shownDeficiencies = ({ text }: Pick<Speaker, 'text'>, dossier: Dossier, task: Task): ShownDeficiency[] =>
  dossier.deficiencies.filter(({ taskId }) => taskId === task.id).map(one => ({ ...one, name: text(targetName(dossier, one)), why: one.code === otherReason ? '' : text(reasonText(one.code)) }))

type Show = (field: Pick<Field, 'type' | 'options'>, value: Value | undefined) => string

/** Writes out values; the regions among them are named beforehand. */
async function shower({ db }: Pick<Ctx, 'db'>, speaker: Speaker, values: readonly (Value | undefined)[]): Promise<Show> {
  const words = await wordsFor(db, speaker, formats(speaker.language), values)
  return (field, value) => (value === undefined || value.length === 0 ? '' : valueInWords(field, value, words))
}

export async function shownFields(ctx: Ctx, speaker: Speaker, dossier: Dossier, task: Task, seen: readonly SeenField[], isRevealed: boolean): Promise<{ group: FieldGroup; shown: ShownField }[]> {
  const show = await shower(ctx, speaker, seen.flatMap(({ value, contested }) => [value, contested?.value]))
  const open = openDeficiencies(dossier).filter(({ taskId, kind }) => taskId === task.id && kind === 'field').map(({ target }) => target)
  return seen.map(({ field, group, value, ...one }) => {
    const cover = isRevealed ? undefined : coverOf(field, value)
    return {
      group,
      shown: {
        id: field.id, name: speaker.text(field.name), value: cover ?? show(field, value), isMasked: cover !== undefined,
        source: sourceOf(speaker, dossier, one, one.contested ? ((isRevealed ? undefined : coverOf(field, one.contested.value)) ?? show(field, one.contested.value)) : ''),
        isAsked: open.includes(field.id),
      },
    }
  })
}

function sourceOf({ text }: Speaker, { version: { definition } }: Dossier, { source, contested, isProduced }: Pick<SeenField, 'source' | 'contested' | 'isProduced'>, other: string): ShownField['source'] {
  const registerName = (id: string) => { const register = definition.registers[id]; return register ? text(register.name) : id }
  if (isProduced) return { kind: 'produced', name: text(definition.items[source]?.name ?? { zh: source, en: source }), other }
  if (contested) return { kind: 'contested', name: contested.source === 'account' ? '' : registerName(contested.source), other }
  if (source === 'applicant' || source === 'account') return { kind: source, name: '', other }
  return { kind: 'register', name: registerName(source), other }
}

export async function shownMaterial(ctx: Ctx, { text }: Speaker, dossier: Dossier, task: Task, { handedIn, ...seen }: SeenMaterial, isRevealed: boolean): Promise<ShownMaterial> {
  const { registers, items } = dossier.version.definition
  const register = seen.fetched && registers[seen.fetched.register]
  const producer = seen.producedBy === undefined ? undefined : items[seen.producedBy]
  const papers = await Promise.all(handedIn.map(async ({ name, fileId, certificateId, createdAt }) => ({
    name, fileId, isLate: createdAt > dossier.theCase.submittedAt,
    identifier: certificateId === null ? undefined : (await findCertificate(ctx, certificateId))?.identifier,
  })))
  const isAsked = openDeficiencies(dossier).some(one => one.taskId === task.id && one.kind === 'material' && one.target === seen.material.id)
  const fetched = seen.fetched && !isRevealed ? { ...seen.fetched, document: coverDocument(seen.fetched.document) } : seen.fetched
  const isMasked = JSON.stringify(fetched) !== JSON.stringify(seen.fetched)
  return { ...seen, fetched, papers, isAsked, isMasked, register: register ? text(register.name) : '', producer: producer ? text(producer.name) : '' }
}

/** The values that the item has made, or is about to: covered as others are. */
export async function shownResult(ctx: Ctx, speaker: Speaker, { version: { definition } }: Dossier, { result }: Task, isRevealed: boolean): Promise<{ id: string; name: string; value: string; isMasked: boolean }[]> {
  const entries = Object.entries(result?.fields ?? {})
  const show = await shower(ctx, speaker, entries.map(([, value]) => value))
  return entries.flatMap(([id, value]) => {
    const field = definition.fields[id]
    const cover = field && !isRevealed ? coverOf(field, value) : undefined
    return field ? [{ id, name: speaker.text(field.name), value: cover ?? show(field, value), isMasked: cover !== undefined }] : []
  })
}
