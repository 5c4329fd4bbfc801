import type { PlannedField } from '../catalogue/plan-fields.ts'
import { text, type Body } from '../web/form.ts'
import { readTyped } from './read-fields.ts'
import { contestName, type SentSection } from './section.ts'

export const drawnName = '_drawn'

/** Reads what was sent of a section, with the marks of what its page had shown. */
export function readSection(body: Body, fields: readonly PlannedField[]): SentSection {
  const drawn = readDrawn(text(body[drawnName]))
  const contested = fields.map(({ field }) => field.id).filter(id => text(body[contestName(id)]) === 'yes')
  // Controls beside what is known are switched off until the applicant says that it is wrong.
  const isOnPage = (id: string) => drawn?.[id] !== undefined && (drawn[contestName(id)] === undefined || contested.includes(id))
  return { typed: readTyped(body, fields.map(({ field }) => field), isOnPage), contested, drawn }
}

function readDrawn(json: string): Record<string, string> | undefined {
  try {
    const marks: unknown = JSON.parse(json)
    if (typeof marks !== 'object' || marks === null || Array.isArray(marks)) return undefined
    return Object.fromEntries(Object.entries(marks).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    return undefined
  }
}
