import type { Job } from './jobs.ts'
import { removeExpired } from './people/expired.store.ts'

const hour = 3_600_000

/** Sessions and counts of attempts whose time is over. */
const housekeeping: Job = {
  name: 'housekeeping',
  everyMs: hour,
  run: async ({ db, now }) => (await removeExpired(db, now), 0),
}

/** Everything the portal does by itself. */
export const portalJobs: readonly Job[] = [housekeeping]
