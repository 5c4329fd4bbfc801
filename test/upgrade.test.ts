import { sql, type Kysely } from 'kysely'
import { connect, type Db } from '../db/connect.ts'
import { migrate, shippedMigrations, type Migrations } from '../db/migrate.ts'
import { emptyDatabase } from './support/database.ts'
import { press, town } from './support/desk-town.ts'
import { aCitizen } from './support/people.ts'

/** What the next release adds: columns to the tables that are read with every request, a table, an index. */
let made = 0
const nextRelease: Migrations = {
  ...shippedMigrations,
  '9001-more': async (db: Kysely<unknown>) => {
    made += 1
    for (const table of ['person', 'session', 'service_case', 'task', 'draft', 'message', 'event']) await db.schema.alterTable(table).addColumn('later', 'text').execute()
    await db.schema.createTable('later').addColumn('id', 'text', column => column.notNull()).execute()
    await db.schema.createIndex('later_task').on('task').column('later').execute()
  },
}

const opened: Db[] = []
const open = (address: string): Db => {
  const db = connect(address, { durable: false })
  opened.push(db)
  return db
}
afterAll(() => Promise.all(opened.map(db => db.close())))

/** A process of the next release: a connection of its own to the same database. */
async function besides(db: Db): Promise<Db> {
  const { rows } = await (db.engine === 'sqlite' ? sql<{ name: string }>`select file as name from pragma_database_list` : sql<{ name: string }>`select current_database() as name`).execute(db.read)
  const name = rows[0]?.name ?? ''
  return open(db.engine === 'sqlite' ? name : `${process.env.TEST_POSTGRES}/${name}`)
}

test('while the next release changes the schema under it, a running process goes on with everything', async () => {
  const { site, doctor, task, dossier } = await town()
  const applicant = await site.signedIn(aCitizen())
  const look = async (): Promise<number[]> => {
    const pages = [await applicant.get('/me'), await applicant.get('/cases'), await applicant.get(`/cases/${dossier.theCase.number}`), await doctor.get('/desk'), await doctor.get(`/desk/tasks/${task('certificate')}`)]
    return pages.map(({ status }) => status)
  }
  const write = async (): Promise<number> => (await applicant.post('/me/contact', { phone: '13805710002' })).status
  // Often enough that each connection has everything prepared.
  await Promise.all(Array.from({ length: 8 }, look))
  const next = await besides(site.db)
  const statuses = new Set<number>()
  let isOver = false
  const meanwhile = (async () => {
    while (!isOver) for (const status of [...(await look()), await write()]) statuses.add(status)
  })()
  await migrate(next, nextRelease)
  isOver = true
  await meanwhile
  for (const status of (await Promise.all(Array.from({ length: 8 }, look))).flat()) statuses.add(status)
  expect([...statuses]).toEqual([200])
  expect((await press(doctor, task('certificate'), '受理')).status).toBe(200)
  expect((await site.db.read.selectFrom('task').select('status').where('id', '=', task('certificate')).executeTakeFirstOrThrow()).status).toBe('accepted')
}, 60_000)

// SQLite serves one process at a time: there the second is started when the first has stopped.
const onPostgres = process.env.TEST_POSTGRES ? test : test.skip

onPostgres('of processes that start at once, one changes the schema and the others wait for it', async () => {
  const address = await emptyDatabase()
  made = 0
  await Promise.all(Array.from({ length: 4 }, () => migrate(open(address), nextRelease)))
  expect(made).toBe(1)
})

onPostgres('a change that would hold everybody up gives up after seconds, and leaves nothing behind', async () => {
  const address = await emptyDatabase()
  await migrate(open(address))
  const [backup, starting] = [open(address), open(address)]
  await backup.forMigration().transaction().execute(async reading => {
    await reading.selectFrom('task').selectAll().execute()
    await expect(migrate(starting, nextRelease)).rejects.toMatchObject({ code: '55P03' })
  })
  await migrate(starting, nextRelease)
}, 30_000)
