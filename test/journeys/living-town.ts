import { Browsers } from '../support/browser.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../../server/config.ts'
import type { Ctx } from '../../server/context.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { settle } from '../../server/demo/seed-town.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { system } from '../../server/people/actor.ts'
import { startPortal, waysOut, type RunningPortal } from '../../server/start.ts'
import { createSigner } from '../../server/signing.ts'
import { vaultOf } from '../../server/vault.ts'

/** The portal as it runs in production, with the demonstration's people and registers, on a port of its own. */
export interface LivingTown {
  origin: string
  portal: RunningPortal
  sandbox: RegistersSandbox
  ctx: Ctx
  stop(): Promise<void>
}

export async function livingTown(): Promise<LivingTown> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-town-'))
  const sandbox = await startRegistersSandbox()
  const config: Config = {
    port: 0, host: '127.0.0.1', databaseUrl: join(folder, 'portal.db'), filesFolder: join(folder, 'files'), sessionSecret: 'a secret of the tests, 32 letters', publicUrl: 'http://portal.test',
    ledgerHash: undefined, signingKey: Buffer.alloc(32, 9), portalName: 'the town', sourceUrl: undefined, dataKeys: new Map([[1, Buffer.alloc(32, 7)]]), dataCipher: 'aes-256-gcm', indexKey: undefined, registersUrl: sandbox.url, clamd: undefined, mail: undefined, sms: undefined, jobSeconds: 0, isSecure: false, trustedProxies: 0, requestsPerMinute: 0, metricsToken: undefined, traces: undefined, readingYears: 3, knownHosts: undefined, logLevel: 'silent', isDemo: false,
    sessions: { applicant: { idleMinutes: 5_000_000, hours: 100_000 }, staff: { idleMinutes: 5_000_000, hours: 100_000 } }, secondFactor: 'none', oidc: undefined,
  }
  const log = pino({ level: 'error' }, { write: line => void process.stderr.write(line) })
  const portal = await startPortal(config, log)
  const vault = vaultOf(config)
  const ctx: Ctx = { db: portal.db, vault, signer: createSigner(config.signingKey, config.portalName), log, registers: httpRegisters(sandbox.url), files: folderStore(config.filesFolder, vault), scanner: noScanner, ...waysOut(config), actor: system, now: new Date() }
  await settle(ctx)
  return {
    origin: `http://127.0.0.1:${portal.port}`, portal, sandbox, ctx,
    stop: async () => {
      await portal.stop()
      await sandbox.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The living town and the browsers of its people, for every test of a file. */
export function townWithBrowsers(): { town: LivingTown; browsers: Browsers } {
  jest.setTimeout(300_000)
  const both = {} as { town: LivingTown; browsers: Browsers }
  beforeAll(async () => {
    both.town = await livingTown()
    both.browsers = await Browsers.open(both.town.origin)
  })
  afterAll(async () => {
    await both.browsers?.close()
    await both.town?.stop()
  })
  return both
}
