import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import type { Limit } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { askedIn } from '../designer/asked.ts'
import { circulate } from '../designer/circulate.ts'
import type { Entry } from '../designer/definition-text.ts'
import { altered, findThing } from '../designer/edit-part.ts'
import { textOf } from '../designer/first-text.ts'
import { getProposal } from '../designer/proposal.store.ts'
import { sign } from '../designer/sign.ts'
import { startProposal } from '../designer/start-proposal.ts'
import { actorOf, type Person } from '../people/person.ts'
import { itemsOf } from './town-staff.ts'
import { workingDaysBefore } from './town-time.ts'

/** What the town's bundle administrator would promise, and what the departments say to that so far. */
const bundleId = 'newborn-birth'
const wishes: { item: string; days: number; says: 'agrees' | 'objects' | undefined }[] = [
  { item: 'soc-card', days: 2, says: 'agrees' },
  { item: 'maternity-claim', days: 3, says: 'objects' },
  { item: 'child-aid', days: 8, says: undefined },
]
const objection = '津贴要核对单位申报的缴费工资，3 个工作日核不完；改为 4 个工作日，我们同意。'

/** A proposal that is with the departments: one has agreed, one objects, one is waited for. */
export async function propose(base: Omit<Ctx, 'actor'>, people: ReadonlyMap<string, Person>): Promise<void> {
  const at = (username: string, days: number, hour: number): Ctx => ({ ...base, actor: actorOf(people.get(username) as Person), now: workingDaysBefore(base.now, days, hour) })
  const known = await knownCatalogue(base.db)
  const bundle = known.catalogue.bundles.get(bundleId)
  const first = textOf('bundle', bundleId, known)
  if (!bundle || !first) return
  const text = wishes.reduce((before, { item, days }) => {
    const { value } = findThing(before, { kind: 'item', id: item }, known.catalogue) ?? {}
    return value ? altered(before, { kind: 'item', id: item }, { put: { ...value, promisedLimit: { ...(value.promisedLimit as Limit), value: days } } satisfies Entry }, known.catalogue) : before
  }, first)
  const { id } = await startProposal(at('bundles', 5, 9), bundle.title, text, { how: 'change', from: bundleId })
  await circulate(at('bundles', 5, 11), id)
  for (const { signOff } of await askedIn(base, await getProposal(base.db, id))) {
    const says = wishes.find(({ item }) => item === signOff.id)?.says
    if (says) await sign(at(itemsOf(signOff.department), says === 'agrees' ? 3 : 2, 10), id, { kind: signOff.kind, id: signOff.id, hash: signOff.hash, agrees: says === 'agrees', reason: says === 'objects' ? objection : '' })
  }
}
