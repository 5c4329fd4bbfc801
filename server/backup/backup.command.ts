import { parseArgs } from 'node:util'
import { BadConfig, readConfig } from '../config.ts'
import { backUp, forgetUnfinished, NoBackup, restore, type Backup } from './backup.ts'

/**
 * `backup -- --to FOLDER [--previous FOLDER]` and `restore -- --from FOLDER`, with the portal's own environment.
 * Ends with 0: done, 1: not done, and a sentence says why.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' }, previous: { type: 'string' } } })
  const place = readConfig(process.env)
  if (values.from !== undefined) return say(await restore(place, values.from), `put back. Now check it: npm run ledger:verify`)
  if (values.to === undefined) throw new NoBackup('Say where: npm run backup -- --to FOLDER, or npm run restore -- --from FOLDER.')
  let isOurs = false
  try {
    await backUp(place, values.to, new Date(), values.previous).then(about => say(about, values.to as string), error => {
      isOurs = !(error instanceof NoBackup)
      throw error
    })
  } catch (error) {
    if (isOurs) await forgetUnfinished(values.to)
    throw error
  }
}

const say = ({ at, engine, files, bytes }: Backup, what: string): void =>
  void process.stdout.write(`${engine}, ${files} files, ${(bytes / 1e6).toFixed(1)} MB, as of ${at}: ${what}\n`)

try {
  await main()
} catch (error) {
  const isKnown = error instanceof NoBackup || error instanceof BadConfig
  process.stderr.write(`${isKnown ? (error as Error).message : `The backup failed: ${(error as Error).message}`}\n`)
  process.exitCode = 1
}
