import { regionOfId } from '../ids.ts'
import { text } from '../web/form.ts'
import type { Cursor } from './queue.store.ts'

/** Where the page before ended, as the address says it; anything else is the beginning. */
export function readCursor(value: unknown): Cursor | undefined {
  const [key = '', id = ''] = text(value).split('~')
  return /^\d{4}-\d\d-\d\d$/.test(key) && regionOfId(id) !== '' ? { key, id } : undefined
}

/** The tasks that the page had shown, as its form carries them. */
export const readSeen = (value: unknown): string[] | undefined => (value === undefined ? undefined : text(value).split(',').filter(Boolean))
