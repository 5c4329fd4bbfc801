import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What `ledger:verify` finds in the chains and rows of a demonstration: nothing, while all of it is what its acts say. */
export function faultsIn(folder: string): Promise<string[]> {
  const data = join(folder, 'demo')
  const { sessionSecret, dataKey, signingKey } = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')) as Record<'sessionSecret' | 'dataKey' | 'signingKey', string>
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: data, INSECURE_HTTP: '1', SESSION_SECRET: sessionSecret, DATA_KEYS: `1:${dataKey}`, SIGNING_KEY: signingKey }
  const child = spawn(process.execPath, ['--import', './server/node-version.js', 'server/history/ledger-verify.command.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  return new Promise(resolve => child.once('close', code => {
    // The last line sums up, whether it is whole or not.
    const faults = said.trim().split('\n').slice(0, -1)
    resolve(code === 0 || faults.length > 0 ? faults : [`ledger:verify ended with ${code}`])
  }))
}
