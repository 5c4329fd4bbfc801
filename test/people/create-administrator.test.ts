import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { connect } from '../../db/connect.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'portal-admin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secrets = { SESSION_SECRET: 'a secret of the tests, 32 letters', DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: 'cd'.repeat(32) }

function create(args: string[], password: string, env: Record<string, string> = secrets): Promise<{ code: number | null; said: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(root, 'server/people/create-administrator.command.ts'), ...args], { cwd: root, env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, DATABASE_URL: join(folder, 'portal.db'), ...env } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('close', code => resolve({ code, said }))
    child.stdin.end(`${password}\n`)
  })
}

test('the first administrators are created, each for his part, and nobody twice', async () => {
  const first = await create(['--role', 'system', '--username', 'Zheng.Wei', '--name', '郑伟'], 'lantern over water')
  expect(first).toEqual({ code: 0, said: 'zheng.wei can sign in now. Still missing: --role security, --role audit.\n' })
  const db = connect(join(folder, 'portal.db'))
  const person = await db.read.selectFrom('person').innerJoin('role_grant', 'role_grant.person_id', 'person.id').select(['username', 'name', 'role', 'office_id']).execute()
  const acts = await db.read.selectFrom('act').select(['type', 'actor_role']).execute()
  await db.close()
  expect(person).toEqual([{ username: 'zheng.wei', name: '郑伟', role: 'systemAdministrator', office_id: '' }])
  expect(acts).toEqual([{ type: 'person.created', actor_role: 'portal' }])
  expect(await create(['--role', 'system', '--username', 'zheng.wei'], 'lantern over water')).toEqual({ code: 1, said: 'The username zheng.wei is taken.\n' })
  expect((await create(['--role', 'audit', '--username', 'sun.shen'], 'lantern over water')).said).toBe('sun.shen can sign in now. Still missing: --role security.\n')
  expect((await create(['--role', 'security', '--username', 'lin.an'], 'lantern over water')).said).toBe('lin.an can sign in now. There is an administrator of each kind.\n')
})

test.each([
  ['no part', ['--username', 'zhou.li'], 'lantern over water', secrets, 'Say which administrator'],
  ['no username', ['--role', 'audit'], 'lantern over water', secrets, 'Give a username'],
  ['a short password', ['--role', 'system', '--username', 'zhou.li'], 'short', secrets, 'at least 10 characters'],
  ['no password', ['--role', 'system', '--username', 'zhou.li'], '', secrets, 'at least 10 characters'],
  ['no secrets', ['--role', 'system', '--username', 'zhou.li'], 'lantern over water', {}, 'DATA_KEYS is missing'],
  ['an unknown option', ['--usernam', 'zhou.li'], 'lantern over water', secrets, "Unknown option '--usernam'"],
])('with %s it says what is wrong', async (_, args, password, env, said) => {
  const result = await create(args, password, env)
  expect(result.code).toBe(1)
  expect(result.said).toContain(said)
})
