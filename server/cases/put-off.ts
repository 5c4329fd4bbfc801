import type { Dossier, Task } from './case.ts'

/**
 * Papers of this item that the applicant put off when he filed (容缺), and that have not come since: neither as
 * such, nor as a correction, nor at the counter. Everything that accepts, reminds or waits asks here.
 */
export const putOff = ({ plan, theCase: { content, proceedings } }: Pick<Dossier, 'plan' | 'theCase'>, { itemCode }: Pick<Task, 'itemCode'>): string[] =>
  plan.materials
    .filter(({ material, obtaining, needs }) => obtaining === 'deferrable' && content.deferred[material.id] && !proceedings.brought.includes(material.id) && needs.some(({ item }) => item === itemCode))
    .map(({ material }) => material.id)
