import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ended, folderOfServer, freePort, ownerOfCluster, untilReady, type Cluster } from '../support/cluster.ts'

/** A second server that has everything the first has acknowledged (synchronous replication), and can take its place. */
export interface Standby {
  port: number
  promote(): Promise<void>
  stop(): Promise<void>
}

export async function startStandby({ url }: Cluster): Promise<Standby> {
  const [bin, owner, port] = [folderOfServer(), ownerOfCluster(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'portal-standby-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'pg_basebackup'), ['-d', `${url}/postgres?application_name=standby`, '-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, ...owner })
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=800'], { stdio: 'ignore', ...owner })
  await untilReady(bin, port)
  for (const statement of [`alter system set synchronous_standby_names = '*'`, 'select pg_reload_conf()']) await ask(`${url}/postgres`, statement)
  while ((await ask(`${url}/postgres`, `select 1 from pg_stat_replication where sync_state = 'sync'`)) === 0) await new Promise(resolve => setTimeout(resolve, 50))
  // Until its checkpointer has read the setting, the first server counts the standby as synchronous and waits for nobody; it reads it before a checkpoint.
  await ask(`${url}/postgres`, 'checkpoint')
  return {
    port,
    promote: async () => void (await ask(`postgres://portal@127.0.0.1:${port}/postgres`, 'select pg_promote()')),
    stop: async () => {
      await ended(server, 'SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ask(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(statement).then(({ rows }) => rows.length).finally(() => client.end())
}
