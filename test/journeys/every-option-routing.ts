import { applies } from '../../server/catalogue/condition.ts'
import type { BundleDefinition, Level, ServiceItem } from '../../server/catalogue/definition.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { hasSucceeded } from '../../server/cases/lifecycle.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { itemsIn, type Situation } from './every-option.ts'

/** What is wrong with something, a sentence each. */
export type Faults = string[]

/** What an item has to wait for: what its author wrote, and who creates what it needs. */
function waitedFor({ code, fields }: ServiceItem, { bundle }: BundleDefinition, present: readonly ServiceItem[], { answers }: Situation): string[] {
  const written = bundle.items.find(({ item }) => item === code)?.after ?? []
  const needed = fields.filter(({ when }) => applies(when, answers) === 'yes').map(({ field }) => field)
  return present.filter(other => other.code !== code && (written.includes(other.code) || needed.some(field => other.result.fields.includes(field)))).map(other => other.code)
}

const digits: Record<Level, number> = { province: 2, city: 4, county: 6, township: 9, village: 9 }

/** The office at the item's level in the region, or the next one above where the region has none. */
function competentOffice({ department, level }: ServiceItem, region: string, offices: ReadonlySet<string>): string | undefined {
  const above = [9, 6, 4, 2].filter(count => count <= digits[level]).map(count => `${department}@${region.slice(0, count).padEnd(12, '0')}`)
  return above.find(id => offices.has(id))
}

export interface Routed {
  definition: BundleDefinition
  situation: Situation
  filedIn: string
  valueOf(fieldId: string): Value | undefined
  offices: ReadonlySet<string>
}

/** Each item of the situation has one task, at its competent office. */
export function misrouted({ tasks }: Dossier, { definition, situation, filedIn, valueOf, offices }: Routed): Faults {
  const items = itemsIn(definition, situation)
  const filed = tasks.map(({ itemCode }) => itemCode).sort().join()
  const faults: Faults = filed === items.map(({ code }) => code).sort().join() ? [] : [`the tasks are ${filed}`]
  return faults.concat(items.flatMap(item => {
    const { by, field } = item.competence
    const office = competentOffice(item, by === 'field' && field !== undefined ? String(valueOf(field)) : filedIn, offices)
    const task = tasks.find(({ itemCode }) => itemCode === item.code)
    return task && task.officeId !== office ? [`${item.code} is at ${task.officeId} and not at ${office}`] : []
  }))
}

/** Whoever has to wait waits, for nobody else, and what has nothing to wait for has come in with the filing. */
export function wronglyWaiting({ tasks, theCase }: Dossier, { definition, situation }: Routed): Faults {
  const items = itemsIn(definition, situation)
  const byItem = new Map(tasks.map(task => [task.itemCode, task]))
  return items.flatMap(item => {
    const { status, receivedAt } = byItem.get(item.code) as Task
    const before = waitedFor(item, definition, items, situation).map(code => byItem.get(code) as Task)
    const open = before.filter(one => !hasSucceeded(one.status)).map(({ itemCode }) => itemCode)
    if ((status === 'waiting') !== open.length > 0) return [`${item.code} is ${status} while ${open.join() || 'nothing'} is still to come`]
    const since = before.map(({ decidedAt }) => decidedAt ?? '').sort().at(-1) ?? theCase.submittedAt
    return receivedAt !== null && receivedAt !== since ? [`${item.code} came in at ${receivedAt}, and what it waited for was done at ${since}`] : []
  })
}
