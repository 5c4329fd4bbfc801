import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { reasonsFile, shippedFolder } from './catalogue-folder.ts'
import type { Text } from './definition.ts'

/** What a correction is asked of. */
export type ReasonKind = 'field' | 'material'

const reasonSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  for: z.enum(['field', 'material', 'both']),
  zh: z.string().min(4).max(200),
  en: z.string().min(4).max(400),
})
/** Why something has to be put right (补正理由), said to the applicant: what is wrong and what to do. */
export type Reason = z.infer<typeof reasonSchema>

/** Fits everything, and means nothing without a note of the officer's own. */
export const otherReason = 'other'

const fileSchema = z.strictObject({ reasons: z.array(reasonSchema) }).superRefine(({ reasons }, context) => {
  const ids = reasons.map(({ id }) => id)
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) context.addIssue({ code: 'custom', path: ['reasons', index, 'id'], message: `“${id}” stands there twice` })
  })
  if (!reasons.some(reason => reason.id === otherReason && reason.for === 'both')) {
    context.addIssue({ code: 'custom', path: ['reasons'], message: `there is no “${otherReason}” for both` })
  }
})

/** Reads a catalogue of reasons. Throws an error that names every fault with its place. */
export function readReasons(text: string, name = reasonsFile): Reason[] {
  const { data, error } = fileSchema.safeParse(parse(text))
  if (data) return data.reasons
  throw new Error(`${name}: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
}

const reasons: readonly Reason[] = readReasons(readFileSync(join(shippedFolder, reasonsFile), 'utf8'))
const byId = new Map(reasons.map(reason => [reason.id, reason]))

/** The reasons an officer may choose from, `other` at the end. */
export const reasonsFor = (kind: ReasonKind): Reason[] =>
  reasons.filter(reason => reason.for === kind || reason.for === 'both').sort((a, b) => Number(a.id === otherReason) - Number(b.id === otherReason))

/** A reason in every language; one that is known no longer reads as `other`, whose note says the rest. */
export function reasonText(code: string): Text {
  const { zh, en } = (byId.get(code) ?? byId.get(otherReason)) as Reason
  return { zh, en }
}
