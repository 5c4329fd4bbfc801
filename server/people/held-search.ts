import type { Ctx } from '../context.ts'

/**
 * What somebody searches people by is personal: a name, a number. It is posted, and stands in addresses only sealed:
 * for him alone, and for a while, so that a reload and the way back show the same list and a log or a history tells nothing.
 */
type Holding = Pick<Ctx, 'vault' | 'actor' | 'now'>

export const searchMinutes = 30

const sealContext = (actorId: string) => `search ${actorId}`

/** What stands in the address; '' for no search. */
export const holdSearch = ({ vault, actor, now }: Holding, text: string): string =>
  (text === '' ? '' : vault.seal({ text, until: new Date(now.getTime() + searchMinutes * 60_000).toISOString() }, sealContext(actor.id)))

/** What was searched by; '' when it is over, somebody else's, or none. */
export function heldSearch({ vault, actor, now }: Holding, handle: unknown): string {
  if (typeof handle !== 'string' || !/^[\w-]{20,1000}$/.test(handle)) return ''
  try {
    const { text, until } = vault.open<{ text: string; until: string }>(handle, sealContext(actor.id))
    return until > now.toISOString() ? text : ''
  } catch {
    return ''
  }
}
