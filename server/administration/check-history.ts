import type { Ctx } from '../context.ts'
import { listActsByStream } from '../ledger/act.store.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { firstHash, followsFrom } from '../ledger/chain.ts'

export interface HistoryCheck {
  acts: number
  streams: number
  /** The first entry that is not what was written, where there is one. */
  broken: { stream: string; seq: number } | undefined
}

const atOnce = 1000

/** Recomputes every chain of acts, and stops at the first link that does not hold. */
export async function checkHistory({ db }: Pick<Ctx, 'db'>): Promise<HistoryCheck> {
  const check: HistoryCheck = { acts: 0, streams: 0, broken: undefined }
  let last: ChainedAct | undefined
  for (;;) {
    const acts = await listActsByStream(db, last, atOnce)
    for (const act of acts) {
      const before = last?.stream === act.stream ? last : undefined
      if (!before) check.streams += 1
      if (!followsFrom(before ?? { seq: 0, hash: firstHash }, act, db.ledger.hash)) return { ...check, broken: { stream: act.stream, seq: act.seq } }
      check.acts += 1
      last = act
    }
    if (acts.length < atOnce) return check
  }
}
