import { createHash, randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import express from 'express'

/**
 * What the portal is measured against: a bare Express server that writes the same number of rows of
 * the same size, durably, with no validation, session, CSRF, encryption or history; and one that sends
 * a constant string. Started as a process of its own: `baseline.ts FILE ROWS BYTES`.
 */
const [file = '', rows = '25', bytes = '20000'] = process.argv.slice(2)
const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 10000')
db.exec('create table if not exists line (region text, id text, a text, b text, c text, d text, e text, body text, primary key (region, id)); create index if not exists line_a on line (a, b)')
const insert = db.prepare('insert into line values (?, ?, ?, ?, ?, ?, ?, ?)')
const body = randomBytes(200).toString('hex')

const writeRows = () => {
  for (let row = 0; row < Number(rows); row++) insert.run('330106', randomBytes(12).toString('hex'), 'received', '2026-03-02', 'task', 'office', createHash('sha256').update(String(row)).digest('hex'), body)
}
const alone = db.transaction(writeRows)

let waiting: (() => void)[] = []
const together = db.transaction((count: number) => { for (let one = 0; one < count; one++) writeRows() })
function flush(): void {
  const answered = waiting
  waiting = []
  together(answered.length)
  answered.forEach(answer => answer())
}

const app = express()
const text = 'x'.repeat(Number(bytes))
app.post('/plain', (_req, res) => {
  alone()
  res.redirect(303, '/')
})
app.post('/grouped', (_req, res) => {
  if (waiting.push(() => res.redirect(303, '/')) === 1) setImmediate(flush)
})
app.get('/string/:size', (req, res) => void res.type('html').send(text.slice(0, Number(req.params.size))))
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
