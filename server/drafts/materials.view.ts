import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import { formats } from '../web/formats.ts'
import { listWallet, type WalletEntry } from '../materials/wallet.store.ts'
import type { RequestLocals } from '../web/locals.ts'
import type { DraftContent, HandedIn } from './draft.ts'
import { heldCommitments } from './held-commitments.view.ts'
import { isVouched, lookupId } from './known-data.ts'
import { sourceWords } from './known.view.ts'
import { isTrusted, materialState, type MaterialState } from './material-state.ts'
import { stepsOf } from './station.view.ts'
import { wordsFor, type Words } from './value-words.ts'
import type { Work } from './work.ts'

/** One material on the page: what it is for, how it is obtained, and how it stands. */
export interface MaterialCard {
  id: string
  name: string
  explanation: string | undefined
  obtaining: PlannedMaterial['obtaining']
  standing: MaterialState
  reason: { items: string[]; basis: string[] }
  papers: HandedIn[]
  wallet: WalletEntry[]
  fetched: FetchedShown | undefined
  /** Why a paper that should have been fetched has to be brought after all. */
  byHand: 'unavailable' | 'notFound' | 'contested' | undefined
  register: string | undefined
  producedBy: string | undefined
  isCommitted: boolean
  isDeferred: boolean
  /** A commitment would do, but the applicant has broken one: it has to be handed in. */
  isHeld: boolean
  /** Whether files can be handed in for it. */
  takesFiles: boolean
}

interface FetchedShown {
  origin: string
  number: string
  facts: { name: string; value: string }[]
  isContested: boolean
  /** Contested with the register's data, and not by itself. */
  isDoubted: boolean
}

type Locals = Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>

export async function materialsView(work: Work, { ctx, t, text, language }: Locals) {
  const { draft, definition, plan } = work
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), [])
  const wallet = await listWallet(ctx.db, draft.applicantId, plan.materials.map(({ material }) => material.id))
  const cards = plan.materials.map(planned => cardOf(work, planned, wallet, words, ctx.now))
  const { content: _, ...shown } = draft
  return {
    draft: shown,
    bundle: definition.bundle,
    theirs: cards.filter(({ takesFiles }) => takesFiles),
    found: cards.filter(({ takesFiles, standing }) => !takesFiles && standing === 'fetched'),
    held: cards.some(({ isHeld }) => isHeld) ? await heldCommitments(draft, { ctx, t, text, language }) : undefined,
    ours: cards.filter(({ takesFiles, standing }) => !takesFiles && standing !== 'fetched'),
    steps: stepsOf(work, { id: 'materials' }, { t, text }),
  }
}

function cardOf(work: Work, planned: PlannedMaterial, wallet: readonly WalletEntry[], words: Words, now: Date): MaterialCard {
  const { material, obtaining, needs, producedBy } = planned
  const { text } = words
  const { content } = work.draft
  const papers = obtaining === 'produced' ? [] : work.handedIn.filter(({ materialId }) => materialId === material.id)
  const standing = materialState(planned, content, work.handedIn)
  const register = material.register && work.definition.registers[material.register.id]
  const producer = work.plan.items.find(({ code }) => code === producedBy)
  return {
    id: material.id,
    name: text(material.name),
    explanation: material.hint && text(material.hint),
    obtaining,
    standing,
    reason: { items: [...new Set(needs.map(({ itemName }) => text(itemName)))], basis: [...new Set(needs.flatMap(need => need.basis ?? []))] },
    papers,
    wallet: wallet.filter(entry => entry.materialId === material.id && !papers.some(({ certificateId }) => certificateId === entry.id)),
    fetched: obtaining === 'fetched' ? fetchedShown(work, planned, words, now) : undefined,
    byHand: obtaining === 'fetched' ? byHand(content, planned) : undefined,
    register: register && text(register.name),
    producedBy: producer && text(producer.item.name),
    isCommitted: content.commitments[material.id] !== undefined,
    isDeferred: content.deferred[material.id] !== undefined,
    isHeld: obtaining === 'commitment' && !work.draft.mayCommit,
    takesFiles: ['handIn', 'deferrable', 'optional', 'commitment'].includes(obtaining) || (obtaining === 'fetched' && standing !== 'fetched'),
  }
}

/** Papers about somebody whose number was only typed are shown by name and a part of their number. */
function fetchedShown({ draft: { content }, definition }: Work, { material }: PlannedMaterial, words: Words, now: Date): FetchedShown | undefined {
  const fetched = content.fetched[material.id]
  if (!fetched) return undefined
  const by = material.register?.by
  const isOwn = by !== undefined && content.known[by]?.isContested === false && isVouched({ definition, content }, by)
  const { number, facts } = fetched.document
  return {
    origin: sourceWords({ definition }, fetched.register, fetchedAt(content, material) ?? fetched.asOf, words, now),
    number: isOwn ? withoutNumbers(number) : `${'*'.repeat(Math.max(4, number.length - 4))}${number.slice(-4)}`,
    facts: isOwn ? facts.map(({ value, ...name }) => ({ name: words.text(name), value: withoutNumbers(value) })) : [],
    isContested: fetched.isContested,
    isDoubted: !fetched.isContested && !isTrusted(content, material.id),
  }
}

/** Numbers of people and of bank cards are shown in part, as in the form. */
const withoutNumbers = (text: string): string => text.replace(/\d{15,18}[\dX]/g, number => number.slice(0, 6) + '*'.repeat(number.length - 8) + number.slice(-2))

const fetchedAt = ({ lookups }: DraftContent, { register }: PlannedMaterial['material']): string | undefined =>
  register && lookups[lookupId({ register: register.id, by: register.by })]?.at

function byHand(content: DraftContent, { material }: PlannedMaterial): MaterialCard['byHand'] {
  if (content.fetched[material.id]) return isTrusted(content, material.id) ? undefined : 'contested'
  const put = material.register && content.lookups[lookupId({ register: material.register.id, by: material.register.by })]
  return put?.outcome === 'unavailable' ? 'unavailable' : 'notFound'
}

