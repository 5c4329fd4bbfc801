import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadConfig } from '../config.ts'

interface Secrets {
  sessionSecret: string
  dataKey: string
  signingKey: string
}

/**
 * The secrets of a demonstration, made at its first start and kept beside its database, readable by
 * their owner only: without them the town could not be read again.
 */
export function demoSecrets(folder: string, databaseExists: boolean): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'secrets.json')
  if (existsSync(file)) return readSecrets(file)
  if (databaseExists) throw new BadConfig(`${file} is gone, and ${folder} can't be read without it. Delete the folder to begin with a new town.`)
  const secrets = { sessionSecret: randomBytes(32).toString('hex'), dataKey: randomBytes(32).toString('hex'), signingKey: randomBytes(32).toString('hex') }
  writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
  return secrets
}

function readSecrets(file: string): Secrets {
  chmodSync(file, 0o600)
  try {
    const { sessionSecret, dataKey, signingKey } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
    if (sessionSecret && dataKey && signingKey) return { sessionSecret, dataKey, signingKey }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new BadConfig(`${file} can't be read. Delete the folder it is in to begin with a new town.`)
}
