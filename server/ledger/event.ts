import type { Link } from './chain.ts'

/** Every kind of act in the life of a case; each has a sentence in `cases:event.<type>`. */
export const eventTypes = [
  'case.submitted', 'case.concluded', 'case.withdrawn',
  'task.opened', 'task.claimed', 'task.handedOver', 'task.accepted', 'task.notAccepted', 'task.supplementRequested',
  'task.supplemented', 'task.approved', 'task.refused', 'task.withdrawn', 'task.lapsed',
  'certificate.issued', 'sharedData.contested', 'personalData.revealed',
] as const
export type EventType = (typeof eventTypes)[number]

/** One act: who, in what role, for whom, when, on what. `data` holds no personal data. */
export interface CaseEvent {
  id: string
  at: string
  actorId: string
  actorRole: string
  onBehalfOf: string | null
  officeId: string | null
  taskId: string | null
  type: EventType
  data: Record<string, unknown>
}

export type ChainedEvent = CaseEvent & Link
