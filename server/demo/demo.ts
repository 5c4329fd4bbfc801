import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { NewerDatabase } from '../../db/migrate.ts'
import { BadConfig, readConfig, type Config } from '../config.ts'
import { createLog } from '../log.ts'
import { folderStore } from '../materials/file-store.ts'
import { httpRegisters } from '../materials/register.client.ts'
import { noScanner } from '../materials/scanner.ts'
import { listDepartments } from '../offices/office.store.ts'
import { findPersonByIdentity } from '../people/person.store.ts'
import { startPortal, waysOut } from '../start.ts'
import { createSigner } from '../signing.ts'
import { vaultOf } from '../vault.ts'
import { loadTexts } from '../web/texts.ts'
import { accountsTable, greeting, portTaken } from './announcement.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { buildTown } from './build-town.ts'
import { demoSecrets } from './demo-folder.ts'
import { demoSecond, giveSecondFactor } from './second-factor.ts'
import { startRegistersSandbox } from './registers-sandbox.ts'

/**
 * `npm run demo`: the whole portal with a demonstration town and its registers, in one process, on an
 * embedded database, over plain http on this machine only. Deleting the folder `data/demo` begins anew.
 */
const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
const say = (text: string) => void process.stdout.write(`${text}\n`)

/** Says in every package that nobody has to believe it. */
const demoName = '一件事演示 · demonstration'

function demoConfig(): Config {
  const folder = resolve(process.env.DATA_DIR ?? 'data', 'demo')
  const database = join(folder, 'portal.db')
  const { PORT, HOST, PUBLIC_URL, REQUESTS_PER_MINUTE, LOG_LEVEL = 'error' } = process.env
  const given = readConfig({ PORT, HOST, PUBLIC_URL, REQUESTS_PER_MINUTE, LOG_LEVEL, INSECURE_HTTP: '1', SESSION_SECRET: '-'.repeat(32), DATA_KEYS: `1:${'0'.repeat(64)}`, SIGNING_KEY: '1'.repeat(64), PORTAL_NAME: demoName })
  const { sessionSecret, dataKey, signingKey } = demoSecrets(folder, existsSync(database))
  return { ...given, isDemo: true, knownHosts: undefined, secondFactor: 'none', databaseUrl: database, filesFolder: join(folder, 'files'), sessionSecret, dataKeys: new Map([[1, Buffer.from(dataKey, 'hex')]]), signingKey: Buffer.from(signingKey, 'hex') }
}

/** Asked before anything is opened, so that a second `npm run demo` disturbs nothing. */
function requireFreePort({ port, host }: Config): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer()
    probe.once('error', () => taken(new BadConfig(portTaken(texts, port))))
    probe.listen(port, host, () => probe.close(() => free()))
  })
}

async function run(): Promise<void> {
  const config = demoConfig()
  await requireFreePort(config)
  const log = createLog(config.logLevel)
  const vault = vaultOf(config)
  const signer = createSigner(config.signingKey, config.portalName)
  // Whoever registers meets his own name in the registers, which know everybody with a valid number.
  const sandbox = await startRegistersSandbox({ nameOf: async number => (await findPersonByIdentity({ db: portal.db, vault }, number))?.name })
  const portal = await startPortal({ ...config, registersUrl: sandbox.url }, log)
  // A terminal and npm both send it.
  let stopped: Promise<unknown> | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void (stopped ??= Promise.all([portal.stop(), sandbox.stop()]).finally(() => process.exit(0))))
  }
  say(greeting(texts, `http://localhost:${portal.port}`))
  const edges = { registers: httpRegisters(sandbox.url), files: folderStore(config.filesFolder, vault), scanner: noScanner, ...waysOut(config) }
  const base = { db: portal.db, vault, signer, log, now: new Date(), ...edges }
  await buildTown(base, `${config.databaseUrl}.part`)
  await giveSecondFactor(base)
  const accounts = demoAccounts(await listDepartments(portal.db))
  Object.assign(portal.app.locals, { demoAccounts: accounts, demoPassword, demoSecond })
  say(accountsTable(texts, accounts))
}

run().catch((error: unknown) => {
  const isKnown = error instanceof BadConfig || error instanceof NewerDatabase
  process.stderr.write(isKnown ? `${error.message}\n` : `${(error as Error).stack}\n`)
  process.exit(1)
})
