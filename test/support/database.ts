import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Db } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'

let template: string | undefined

/** A fresh database, migrated once per test file and copied for each test that asks. */
export async function freshDatabase(): Promise<Db> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-test-'))
  folders.push(folder)
  if (!template) {
    template = join(folder, 'template.db')
    const db = connect(template, { durable: false })
    await migrate(db)
    await db.close()
  }
  const file = join(folder, `${folders.length}.db`)
  copyFileSync(template, file)
  const db = connect(file, { durable: false })
  opened.push(db)
  return db
}

const folders: string[] = []
const opened: Db[] = []

afterAll(async () => {
  await Promise.all(opened.map(db => db.close()))
  folders.forEach(folder => rmSync(folder, { recursive: true, force: true }))
})
