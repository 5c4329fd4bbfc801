import type { Actor } from '../people/actor.ts'
import { placesOf } from '../people/permissions.ts'
import { regionOfOffice, regionPrefix } from '../people/scope.ts'
import type { Narrowing } from './watch.store.ts'

/** The regions a supervisor watches over; the whole province is everywhere there is. */
export function jurisdiction(actor: Actor): Narrowing['within'] {
  const regions = placesOf(actor, 'supervision.read').map(regionOfOffice)
  return regions.some(region => regionPrefix(region).length === 2) ? 'everywhere' : regions
}
