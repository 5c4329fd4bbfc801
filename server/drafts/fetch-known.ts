import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import { newRegionalId } from '../ids.ts'
import type { RegisterAnswer } from '../materials/register.ts'
import { listWallet, type WalletEntry } from '../materials/wallet.store.ts'
import { getPerson } from '../people/person.store.ts'
import { changeDraft } from './change-draft.ts'
import type { Draft } from './draft.ts'
import { getDraft, insertHandedIn, listHandedIn } from './draft.store.ts'
import { failedLookups, lookupId, openLookups, withAccount, withAnswer, withoutStale, type WantedLookup } from './known-data.ts'
import { materialState } from './material-state.ts'
import { isSituationClear, situationOf } from './situation.ts'
import { typedValues, worldFor } from './world.ts'

interface Answered {
  wanted: WantedLookup
  answer: RegisterAnswer
}

/** One register's answer may be another's key: a child's number, and with it its insurance. */
const longestChain = 4

/**
 * Fills in what is known already: from the applicant's account, from every register whose key is
 * known, all at the same time, and from his wallet. Does nothing before all questions are answered.
 *
 * A register that doesn't answer holds nobody up; with `again` those that didn't are asked once more.
 */
export async function fetchKnown(ctx: Ctx, draftId: string, { again = false } = {}): Promise<void> {
  const draft = await getDraft(ctx, draftId)
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  if (!isSituationClear(definition, draft.content)) return
  let current = await knownToPortal(ctx, draft, definition)
  for (let round = 0; round < longestChain; round++) {
    const known = progressOf(current, definition)
    const wanted = openLookups(known)
    if (again && round === 0) wanted.push(...failedLookups(known).filter(failed => !wanted.some(one => lookupId(one) === lookupId(failed))))
    if (wanted.length === 0) return
    current = await put(ctx, current, definition, await askAll(ctx, wanted))
  }
}

const progressOf = ({ content }: Draft, definition: BundleDefinition) => ({ definition, content, plan: situationOf(definition, content) })

async function knownToPortal(ctx: Ctx, draft: Draft, definition: BundleDefinition): Promise<Draft> {
  const person = await getPerson(ctx, draft.applicantId)
  const at = ctx.now.toISOString()
  return changeDraft(ctx, draft.id, async before => {
    const known = progressOf(before, definition)
    const content = withoutStale(withAccount(before.content, known, person, at))
    const entries = await fromWallet(ctx, before, known.plan)
    const taken = entries.map(({ id, materialId }) => insertHandedIn(before, {
      id: newRegionalId(draft.region, ctx.now.getTime()), materialId, source: 'certificate', fileId: null, certificateId: id, createdAt: at,
    }))
    return taken.length === 0 && isSame(content, before.content) ? { draft: before } : { draft: { ...before, content }, set: taken, taken: entries.map(({ id }) => id) }
  })
}

/** The latest certificate for each material that needn't be brought and isn't there yet. */
async function fromWallet(ctx: Ctx, draft: Draft, { materials }: Plan): Promise<WalletEntry[]> {
  const handedIn = await listHandedIn(ctx, draft)
  const wanted = materials.filter(material => material.obtaining === 'fetched' && materialState(material, draft.content, handedIn) === 'missing').map(({ material }) => material.id)
  const entries = await listWallet(ctx.db, draft.applicantId, wanted)
  return [...new Map(entries.toReversed().map(entry => [entry.materialId, entry])).values()]
}

const askAll = ({ registers }: Ctx, wanted: readonly WantedLookup[]): Promise<Answered[]> =>
  Promise.all(wanted.map(async one => {
    const { register, key, fields, materials } = one
    return { wanted: one, answer: await registers.query({ register, key, fields, materials }) }
  }))

async function put(ctx: Ctx, { id }: Draft, definition: BundleDefinition, answers: readonly Answered[]): Promise<Draft> {
  const given = answers.flatMap(({ answer }) => (answer.status === 'found' ? Object.values(answer.fields) : []))
  return changeDraft(ctx, id, async before => {
    const world = await worldFor(ctx, [...given, ...typedValues(before.content)])
    const plan = situationOf(definition, before.content)
    const content = answers.reduce((content, { wanted, answer }) => withAnswer({ plan, content }, wanted, answer, ctx.now, world), before.content)
    return { draft: { ...before, content: withoutStale(content) } }
  })
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
