import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `npm run test:postgres`: starts a private PostgreSQL cluster in a temporary folder, runs the tests
 * on it, and removes it again. Further arguments go to jest.
 */
const bin = folderOfServer()
const folder = mkdtempSync(join(tmpdir(), 'portal-postgres-'))
const owner = ownerOfCluster()
if (owner) chownSync(folder, owner.uid, owner.gid)
const data = join(folder, 'data')
run('initdb', ['-D', data, '-U', 'portal', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'])
const port = await freePort()
const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=800'], { stdio: 'ignore', ...owner })
const stopped = new Promise(resolve => server.once('exit', resolve))
let status = 1
try {
  await untilReady()
  const jest = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)], {
    stdio: 'inherit', env: { ...process.env, TEST_POSTGRES: `postgres://portal@127.0.0.1:${port}` },
  })
  status = jest.status ?? 1
} finally {
  server.kill('SIGINT')
  await stopped
  rmSync(folder, { recursive: true, force: true })
}
process.exit(status)

function folderOfServer(): string {
  const root = '/usr/lib/postgresql'
  const folders = existsSync(root) ? readdirSync(root).sort().reverse().map(version => join(root, version, 'bin')).filter(path => existsSync(join(path, 'initdb'))) : []
  if (folders[0]) return folders[0]
  const onPath = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim()
  if (onPath && existsSync(join(onPath, 'initdb'))) return onPath
  process.stderr.write('The tests on PostgreSQL need its server programs (Debian: apt-get install postgresql); none were found.\n')
  process.exit(1)
}

/** PostgreSQL refuses to run as root: Debian's package brings the user `postgres`. */
function ownerOfCluster(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function run(program: string, args: string[]): void {
  execFileSync(join(bin, program), args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, ...owner })
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number }
      probe.close(() => resolve(free))
    })
  })
}

async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }).status === 0) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('PostgreSQL did not start')
}
