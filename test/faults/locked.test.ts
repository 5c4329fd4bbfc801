import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { paths } from '../../server/web/paths.ts'
import { town, type Town } from '../support/desk-town.ts'

// PostgreSQL has many writers: there nobody waits for a file.
const onSqlite = process.env.TEST_POSTGRES ? describe.skip : describe

const holder = `
  const db = new (require('better-sqlite3'))(process.argv[1])
  db.exec('begin exclusive')
  process.stdout.write('held')
  process.stdin.on('end', () => { db.exec('rollback'); db.close() }).resume()
`

/** Another process that holds the file, as a tool does that somebody opened it with; called, it lets go. */
async function held({ site }: Town): Promise<() => Promise<void>> {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(site.db.read)
  const other = spawn(process.execPath, ['-e', holder, rows[0]?.file ?? ''], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(other.stdout, 'data')
  return async () => {
    other.stdin.end()
    await once(other, 'exit')
  }
}

onSqlite('another process holds the database', () => {
  test('for a moment: what is sent waits and is done, and everybody else gets his pages meanwhile', async () => {
    const t = await town()
    await t.site.visitor().get('/') // drawn for the first time it takes long
    const letGo = await held(t)
    let isClaimed = false
    const claimed = t.doctor.post(paths.deskAct(t.task('certificate'), 'claim')).then(answer => ((isClaimed = true), answer))
    expect((await t.site.visitor().get('/')).status).toBe(200)
    expect(isClaimed).toBe(false)
    await letGo()
    expect((await claimed).status).toBe(200)
  })

  test('for longer: a sentence and 503, nothing is done by halves, and it works again afterwards', async () => {
    const t = await town()
    const before = (await t.now()).theCase.lastSeq
    const letGo = await held(t)
    const refused = await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))
    expect([refused.status, refused.heading(), refused.headers.get('retry-after')]).toEqual([503, '暂时无法保存', '10'])
    expect((await t.now()).theCase.lastSeq).toBe(before)
    await letGo()
    expect((await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))).status).toBe(200)
    expect((await t.now()).theCase.lastSeq).toBe(before + 1)
  }, 20_000)
})
