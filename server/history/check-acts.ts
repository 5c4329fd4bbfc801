import { setImmediate as turn } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { listActsByStream } from '../ledger/act.store.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { firstHash, followsFrom } from '../ledger/chain.ts'
import type { Fault } from './fault.ts'
import { noAccounts, withAct, type Accounts } from './told-accounts.ts'

const atOnce = 1000

/** Every stream of acts, and what the acts say of accounts, versions and places: memory holds that, not the acts. */
export async function checkActs({ db }: Pick<Ctx, 'db'>): Promise<{ acts: number; streams: number; accounts: Accounts; faults: Fault[] }> {
  const faults: Fault[] = []
  const accounts = noAccounts()
  let [acts, streams] = [0, 0]
  let last: ChainedAct | undefined
  let broken: string | undefined
  for (;;) {
    const read = await listActsByStream(db, last, atOnce)
    for (const act of read) {
      const before = last?.stream === act.stream ? last : undefined
      if (!before) streams += 1
      // After the first altered entry of a stream nothing of it can be relied on.
      if (act.stream !== broken && !followsFrom(before ?? { seq: 0, hash: firstHash }, act, db.ledger.hash)) {
        broken = act.stream
        faults.push({ thing: `stream ${act.stream}`, place: `act ${(before?.seq ?? 0) + 1}`, problem: 'it is not the entry that was written, or stands in another place' })
      }
      withAct(accounts, act)
      acts += 1
      last = act
    }
    await turn()
    if (read.length < atOnce) return { acts, streams, accounts, faults }
  }
}
