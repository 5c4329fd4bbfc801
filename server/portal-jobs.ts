import { redateJob, wakeJob } from './cases/wake.ts'
import { anchorJob } from './history/anchor.ts'
import type { Job } from './jobs.ts'
import { fileRemovalJob } from './materials/file-removal.ts'
import { sendJob } from './notify/send.ts'
import { tellJob } from './notify/tell.ts'
import { removeExpired } from './people/expired.store.ts'
import { eraseCasesJob } from './privacy/erase-cases.ts'
import { draftsJob } from './privacy/erase-drafts.ts'
import { rotateJob } from './privacy/rotate-keys.ts'
import { accountLetterJob } from './people/send-account-letters.ts'

const hour = 3_600_000

/** Sessions and counts of attempts whose time is over. */
const housekeeping: Job = {
  name: 'housekeeping',
  everyMs: hour,
  run: async ({ db, now }) => (await removeExpired(db, now), 0),
}

/** Everything the portal does by itself: what one finds out is told by the next in the same round; what goes out of the house has a loop of its own. */
export const portalJobs: readonly Job[] = [wakeJob, redateJob, tellJob, sendJob, accountLetterJob, anchorJob, housekeeping, rotateJob, draftsJob, eraseCasesJob, fileRemovalJob]
