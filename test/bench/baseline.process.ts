import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import express from 'express'
import { renewed, type RecordedWrite } from './recorded-write.ts'

/**
 * What the portal is measured against: a bare Express server on a copy of the same database that writes
 * the rows of a submission with the same statements, durably, with no validation, session, CSRF token,
 * encryption or history; and one that sends a constant string. A process of its own: `FILE WRITE.json`.
 */
const [file = '', write = ''] = process.argv.slice(2)
const submission = JSON.parse(readFileSync(write, 'utf8')) as RecordedWrite
const db = new Database(file)
for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 10000', 'foreign_keys = ON', 'temp_store = MEMORY']) db.pragma(setting)

const prepared = new Map(submission.statements.map(({ sql }) => [sql, db.prepare(sql)]))
let order = Date.now() % 1_000_000_000
function writeRows(): void {
  for (const { sql, values } of renewed(submission, order++ % 1_000_000_000)) prepared.get(sql)?.run(values)
}
const alone = db.transaction(writeRows)
const together = db.transaction((count: number) => { for (let one = 0; one < count; one++) writeRows() })

let waiting: (() => void)[] = []
function flush(): void {
  const answered = waiting
  waiting = []
  together(answered.length)
  answered.forEach(answer => answer())
}

const app = express()
const text = 'x'.repeat(400_000)
app.post('/plain', (_req, res) => {
  alone()
  res.redirect(303, '/')
})
app.post('/grouped', (_req, res) => {
  if (waiting.push(() => res.redirect(303, '/')) === 1) setImmediate(flush)
})
app.get('/string/:size', (req, res) => void res.type('html').send(text.slice(0, Number(req.params.size))))
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
