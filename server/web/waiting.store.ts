import type { Db } from '../../db/connect.ts'

/** Since when the first thing in each queue of the portal's jobs is due; undefined: nothing waits. Each is the first row of an index. */
export async function oldestWaiting({ read }: Pick<Db, 'read'>): Promise<{ queue: string; since: string | undefined }[]> {
  const [wake, tell, send, letter] = await Promise.all([
    read.selectFrom('service_case').select('wake_at as at').where('wake_at', 'is not', null).orderBy('wake_at').limit(1).executeTakeFirst(),
    read.selectFrom('service_case').select('tell_at as at').where('tell_at', 'is not', null).orderBy('tell_at').limit(1).executeTakeFirst(),
    read.selectFrom('sending').select('due_at as at').where('due_at', 'is not', null).orderBy('due_at').limit(1).executeTakeFirst(),
    read.selectFrom('account_letter').select('due_at as at').orderBy('due_at').limit(1).executeTakeFirst(),
  ])
  return [['wake', wake], ['tell', tell], ['send', send], ['accountLetter', letter]].map(([queue, row]) => ({ queue: queue as string, since: (row as typeof letter)?.at ?? undefined }))
}
