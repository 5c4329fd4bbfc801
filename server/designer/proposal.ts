/**
 * A proposal (草案): a change to the catalogue on its way to being published.
 *
 * It is a text that holds only what it changes or adds; everything else it refers to stands in the
 * catalogue in use. It goes open → circulated (the departments sign off their items) → released.
 */
export type ProposalStatus = 'open' | 'circulated' | 'released' | 'discarded'

export interface Proposal {
  id: string
  name: { zh: string; en: string }
  status: ProposalStatus
  version: number
  /** Hashes of what it changes as that was when it was taken in, by `kind id`. */
  basis: Record<string, string>
  createdAt: string
  createdBy: string
  updatedAt: string
  text: string
}

export interface Revision {
  number: number
  text: string
  madeAt: string
  madeBy: string
}

export const isEditable = ({ status }: Proposal): boolean => status === 'open' || status === 'circulated'

export const streamOf = (proposalId: string): string => `proposal:${proposalId}`
