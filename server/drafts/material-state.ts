import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import type { DraftContent, HandedIn } from './draft.ts'

/** How a material stands: everything but `missing` will do for submitting. */
export type MaterialState = 'produced' | 'generated' | 'fetched' | 'handedIn' | 'committed' | 'deferred' | 'optional' | 'missing'

/** The one place that says whether a material is there, promised, or still to be brought. */
export function materialState({ material, obtaining }: PlannedMaterial, content: DraftContent, handedIn: readonly HandedIn[]): MaterialState {
  if (obtaining === 'produced' || obtaining === 'generated') return obtaining
  if (handedIn.some(({ materialId }) => materialId === material.id)) return 'handedIn'
  if (obtaining === 'fetched' && isTrusted(content, material.id)) return 'fetched'
  if (obtaining === 'commitment' && content.commitments[material.id]) return 'committed'
  if (obtaining === 'deferrable' && content.deferred[material.id]) return 'deferred'
  return obtaining === 'optional' ? 'optional' : 'missing'
}

/**
 * A paper from a register counts until the applicant says that the register is wrong: of the paper,
 * or of a datum that the same register gave. His own then wins, and has to be handed in (Zhejiang
 * regulation art. 7).
 */
export function isTrusted(content: DraftContent, materialId: string): boolean {
  const fetched = content.fetched[materialId]
  if (!fetched || fetched.isContested) return false
  return !Object.values(content.known).some(({ source, isContested }) => isContested && source === fetched.register)
}

/**
 * Whoever broke a commitment makes no further ones until it is repaired (Zhejiang regulation art. 14).
 * What he declared before doesn't count either: the material has to be handed in.
 */
export const whatCounts = (content: DraftContent, mayCommit: boolean): DraftContent => (mayCommit ? content : { ...content, commitments: {} })
