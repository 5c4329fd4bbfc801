import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import Database from 'better-sqlite3'
import express, { type Express } from 'express'

/**
 * A server with one of each fault the tools are to find: SQL put together from what is typed, markup that
 * comes back as it was sent, a redirect to anywhere, a path read from the disk. Its forms want a token, as the
 * portal's do: a tool that doesn't get past that finds nothing here either. For loopback only.
 */
export function weakServer(): Express {
  const db = new Database(':memory:')
  db.exec("create table goods (id integer primary key, name text); insert into goods (name) values ('tea'), ('rice'), ('salt')")
  const app = express()
  const token = randomBytes(16).toString('hex')
  app.use(express.urlencoded({ extended: false }))
  app.use((req, res, next) => {
    if (req.method === 'POST' && (req.body as Record<string, string> | undefined)?._csrf !== token) return void res.status(403).send('no token')
    next()
  })
  const page = (body: string) => `<!doctype html><title>Goods</title>${body}`
  const query = (req: express.Request, name: string) => String(req.query[name] ?? '')
  const form = `<form method="post" action="/find"><input type="hidden" name="_csrf" value="${token}"><input name="name" value="tea"><button>Find</button></form>`
  const links = '<a href="/hello?name=you">Hello</a> <a href="/go?to=/hello">Go</a>'

  app.get('/', (_req, res) => void res.cookie('seen', '1').send(page(`${links}${form}`)))
  app.post('/find', (req, res) => {
    const { name } = req.body as Record<string, string>
    try {
      const rows = db.prepare(`select id, name from goods where name = '${name}'`).all() as { id: number; name: string }[]
      res.send(page(rows.map(row => `<p>${row.id} ${row.name}</p>`).join('') || '<p>none</p>'))
    } catch (error) {
      res.status(500).send(page(`SQLite3::SQLException: ${(error as Error).message}`))
    }
  })
  app.get('/hello', (req, res) => void res.send(page(`<p>Hello ${query(req, 'name')}</p>`)))
  app.get('/go', (req, res) => void res.redirect(query(req, 'to') || '/'))
  return app
}

export const startWeakServer = (port: number): Promise<Server> =>
  new Promise(resolve => {
    const server = weakServer().listen(port, '127.0.0.1', () => resolve(server))
  })
