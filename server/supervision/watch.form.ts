import { regionOfId } from '../ids.ts'
import { isRegionCode } from '../offices/region.ts'
import type { Actor } from '../people/actor.ts'
import { text, type Body } from '../web/form.ts'
import { watchLists, type WatchList } from './watch.ts'
import { jurisdiction } from './jurisdiction.ts'
import type { Cursor, Narrowing } from './watch.store.ts'

/** The town as the URL narrows it: whoever opens the same address sees the same. */
export interface WatchQuery extends Narrowing {
  /** Undefined: at a glance. */
  list: WatchList | undefined
  after: Cursor | undefined
}

/** Only the actor's own regions, whatever the URL asks for. Anything that is no filter of ours is as if it were not there: an old or mistyped address still shows the town. */
export function readWatchQuery(query: Body, actor: Actor): WatchQuery {
  const region = text(query.region)
  return {
    within: jurisdiction(actor), list: watchLists.find(one => one === text(query.list)),
    department: idOf(query.department), item: idOf(query.item), region: isRegionCode(region) ? region : '',
    after: cursorOf(text(query.after)),
  }
}

const idOf = (value: unknown): string => /^[\w.-]{1,64}$/.exec(text(value))?.[0] ?? ''

export function cursorOf(value: string): Cursor | undefined {
  const [key = '', id = ''] = value.split('~')
  return /^\d{4}-\d\d-\d\d(T[\d:.]{8,12}Z)?$/.test(key) && regionOfId(id) !== '' ? { key, id } : undefined
}

/** A change of the list or of a filter starts again at the top. */
export function watchString(query: WatchQuery, changes: Partial<WatchQuery> = {}): string {
  const { list, department, region, item, after } = { ...query, after: undefined, ...changes }
  const pairs = Object.entries({ list: list ?? '', department, region, item, after: after ? cursorText(after) : '' }).filter(([, value]) => value !== '')
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

export const cursorText = ({ key, id }: Cursor): string => `${key}~${id}`
