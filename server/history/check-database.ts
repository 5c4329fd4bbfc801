import type { Ctx } from '../context.ts'
import { checkActs } from './check-acts.ts'
import { checkCases } from './check-cases.ts'
import { checkLog } from './check-log.ts'
import { checkReadings } from './check-readings.ts'
import { checkReference } from './check-reference.ts'
import { listStrays } from './check.store.ts'
import type { Fault } from './fault.ts'

export interface DatabaseCheck {
  cases: number
  events: number
  streams: number
  acts: number
  leaves: number
  checkpoints: number
  faults: number
}

type Reading = Pick<Ctx, 'db' | 'vault' | 'now' | 'signer'>

/**
 * Checks everything that is history or follows from it, while the portal may go on running: every chain, state
 * against events, the rows beside them, accounts and places against acts, readings against their batches, the log against the chains, and every
 * checkpoint against the log. `found` hears of each fault as it is found; `trusted` are keys of the portal's past.
 */
export async function checkDatabase(ctx: Reading, found: (fault: Fault) => void, trusted: readonly string[] = []): Promise<DatabaseCheck> {
  const check: DatabaseCheck = { cases: 0, events: 0, streams: 0, acts: 0, leaves: 0, checkpoints: 0, faults: 0 }
  const tell = (faults: readonly Fault[]) => faults.forEach(fault => ((check.faults += 1), found(fault)))
  for await (const { cases, events, faults } of checkCases(ctx)) {
    check.cases += cases
    check.events += events
    tell(faults)
  }
  const { acts, streams, accounts, faults } = await checkActs(ctx)
  tell([...faults, ...await checkReference(ctx, accounts), ...await checkReadings(ctx, accounts), ...await listStrays(ctx.db)])
  const log = await checkLog(ctx, [ctx.signer.fingerprint, ...trusted])
  tell(log.faults)
  return { ...check, acts, streams, leaves: log.leaves, checkpoints: log.checkpoints }
}
