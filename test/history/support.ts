import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Db } from '../../db/connect.ts'
import type { Ctx } from '../../server/context.ts'
import { buildTown } from '../../server/demo/build-town.ts'
import { startRegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { checkDatabase } from '../../server/history/check-database.ts'
import { faultLine } from '../../server/history/fault.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { noMail } from '../../server/notify/mailer.ts'
import { noSms } from '../../server/notify/sms-gateway.ts'
import { system } from '../../server/people/actor.ts'
import { createSigner } from '../../server/signing.ts'
import { createVault } from '../../server/vault.ts'
import { memoryFiles } from '../support/edges.ts'
import { withCatalogue } from '../support/places.ts'

/** What a check needs, and verbs too, over any database of the tests. */
export const ctxOf = (db: Db, now = new Date()): Ctx => ({
  db, vault: createVault(new Map([[1, Buffer.alloc(32, 7)]])), signer: createSigner(Buffer.alloc(32, 9), 'the tests'), actor: system, now, log: pino({ level: 'silent' }),
  registers: { isThere: false } as never, files: memoryFiles(), scanner: noScanner, mail: noMail, sms: noSms, publicUrl: 'http://portal.test',
})

/** The demonstration's town, in which every state there is occurs, with everything that ships. */
export async function builtTown(): Promise<Ctx> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-history-'))
  const sandbox = await startRegistersSandbox()
  try {
    const base = { ...ctxOf(await withCatalogue()), registers: httpRegisters(sandbox.url) }
    await buildTown(base, join(folder, 'scratch.db'))
    return base
  } finally {
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a check finds, as the command prints it. */
export async function faultsOf(ctx: Ctx): Promise<string[]> {
  const lines: string[] = []
  await checkDatabase(ctx, fault => lines.push(faultLine(fault)))
  return lines
}
