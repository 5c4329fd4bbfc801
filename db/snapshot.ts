import { execFile } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import pg from 'pg'

const run = promisify(execFile)

/** Copies of a whole database at one moment, while others write to it. */
export interface Snapshots {
  engine: 'sqlite' | 'postgres'
  /** Writes the database as it is now to `file`. */
  take(file: string): Promise<void>
  /** Whether there is nothing yet where a snapshot would be put back. */
  isEmpty(): Promise<boolean>
  putBack(file: string): Promise<void>
}

export const snapshotsOf = (url: string): Snapshots =>
  /^postgres(ql)?:/.test(url) ? ofPostgres(url) : ofSqlite(url.replace(/^(sqlite|file):/, ''))

/** `VACUUM INTO` reads in one transaction: writers go on, and what they write meanwhile is not in it. */
function ofSqlite(path: string): Snapshots {
  return {
    engine: 'sqlite',
    take(file) {
      const db = new Database(path, { readonly: true, fileMustExist: true })
      try {
        db.prepare('vacuum into ?').run(file)
      } finally {
        db.close()
      }
      onDisk(file)
      return Promise.resolve()
    },
    isEmpty: () => Promise.resolve(!existsSync(path)),
    putBack(file) {
      mkdirSync(dirname(path), { recursive: true })
      copyFileSync(file, path)
      onDisk(path)
      return Promise.resolve()
    },
  }
}

/** PostgreSQL's own programs, which must not be older than the server. The address goes by the environment: a list of processes would show its password. */
function ofPostgres(url: string): Snapshots {
  const env = { ...process.env, ...environmentOf(new URL(url)) }
  return {
    engine: 'postgres',
    async take(file) {
      await run('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`], { env })
      onDisk(file)
    },
    async isEmpty() {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        return (await client.query("select 1 from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'public' limit 1")).rowCount === 0
      } finally {
        await client.end()
      }
    },
    async putBack(file) {
      await run('pg_restore', ['--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges', `--dbname=${env.PGDATABASE}`, file], { env })
    },
  }
}

function environmentOf({ hostname, port, username, password, pathname, searchParams }: URL): Record<string, string> {
  const said = {
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname), PGPORT: port, PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)), PGSSLMODE: searchParams.get('sslmode') ?? '',
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
}

function onDisk(file: string): void {
  const opened = openSync(file, 'r+')
  fsyncSync(opened)
  closeSync(opened)
}
