import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { connect } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { readConfig } from '../config.ts'
import type { Ctx } from '../context.ts'
import { openLedger } from '../ledger/ledger.store.ts'
import { vaultOf } from '../vault.ts'
import { system, type Role } from './actor.ts'
import { createPerson } from './create-person.ts'
import { isPersonName, tidyName } from './identity-number.ts'
import { hashPassword, longestPassword, shortestPassword } from './password.ts'
import { passwordFault, type PasswordFault } from './password-strength.ts'
import { isUsername, tidyUsername } from './person.ts'
import { countHolders, findPersonByUsername } from './person.store.ts'

/**
 * Opens the first administrators' accounts, in production, where nobody could appoint them. They are three people
 * (三员分立), and the portal can be kept only by all three; each runs the command once and types his own password:
 *
 *     npm run admin:create -- --role system --username zheng.wei --name 郑伟
 *     npm run admin:create -- --role security --username lin.an --name 林安
 *     npm run admin:create -- --role audit --username sun.shen --name 孙审
 *
 * The password is asked for on a terminal, or read as the first line of standard input.
 */

const kinds = { system: 'systemAdministrator', security: 'securityAdministrator', audit: 'auditor' } as const satisfies Record<string, Role>
type Kind = keyof typeof kinds
const names: Record<Kind, string> = { system: '系统管理员', security: '安全管理员', audit: '审计管理员' }

/** What stops the command; the message is for whoever typed it. */
class Stop extends Error {}

const better = 'Four unrelated words make a good one.'
const faults: Record<PasswordFault, string> = {
  passwordShort: `The password needs at least ${shortestPassword} characters.`,
  passwordLong: `The password can't have more than ${longestPassword} characters.`,
  passwordOwnData: 'The password must not contain the name or the username.',
  passwordCommon: `This password is on every guesser's list. ${better}`,
  passwordHabit: `Lucky numbers and set phrases are tried first. ${better}`,
  passwordName: `Names with a few digits are tried first. ${better}`,
  passwordDate: `Dates and years are tried first. ${better}`,
  passwordSequence: `Rows of the keyboard and sequences are tried first. ${better}`,
  passwordRepeat: `Repeating makes a password longer but hardly harder to guess. ${better}`,
  passwordGuessable: `This password is too easy to guess. ${better}`,
}

async function run(): Promise<void> {
  const { kind, username, name } = readArguments()
  const config = readConfig(process.env)
  const password = await readPassword()
  const fault = passwordFault(password, [username, name])
  if (fault) throw new Stop(faults[fault])
  const db = connect(config.databaseUrl)
  let missing: Kind[]
  try {
    await migrate(db)
    const ctx = { db, vault: vaultOf(config), actor: system, now: new Date() }
    await openLedger(db, ctx.vault, { hash: config.ledgerHash, publicUrl: config.publicUrl, now: ctx.now })
    if (await findPersonByUsername(ctx, username)) throw new Stop(`The username ${username} is taken.`)
    const grants = [{ role: kinds[kind], officeId: '' }]
    await createPerson(ctx, { kind: 'person', name, username, identity: {}, passwordHash: await hashPassword(password), grants }, 'portal')
    missing = await missingKinds(ctx)
  } finally {
    await db.close()
  }
  process.stdout.write(`${username} can sign in now. ${missing.length === 0 ? 'There is an administrator of each kind.' : `Still missing: ${missing.map(one => `--role ${one}`).join(', ')}.`}\n`)
}

async function missingKinds(ctx: Pick<Ctx, 'db'>): Promise<Kind[]> {
  const found: Kind[] = []
  for (const kind of Object.keys(kinds) as Kind[]) if ((await countHolders(ctx, kinds[kind])) === 0) found.push(kind)
  return found
}

function readArguments(): { kind: Kind; username: string; name: string } {
  const { values } = parseArgs({ options: { role: { type: 'string' }, username: { type: 'string' }, name: { type: 'string' } } })
  const kind = (Object.keys(kinds) as Kind[]).find(one => one === values.role)
  if (!kind) throw new Stop('Say which administrator: --role system, --role security or --role audit. They are three different people.')
  const username = tidyUsername(values.username ?? '')
  if (!isUsername(username)) throw new Stop('Give a username of 4 to 32 lower-case letters, digits, dots, underscores or hyphens, starting with a letter: --username zheng.wei')
  const name = tidyName(values.name ?? names[kind])
  if (!isPersonName(name)) throw new Stop(`“${name}” is not a name: letters only, at least two.`)
  return { kind, username, name }
}

async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine()
  const password = await ask('Password: ')
  if (password !== (await ask('Once more: '))) throw new Stop('The two passwords differ.')
  return password
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  throw new Stop('No password came on standard input.')
}

/** A question whose answer is not shown while it is typed. */
function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true })
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => reject(new Stop('Stopped.')))
    terminal.question('', answer => {
      terminal.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })
}

try {
  await run()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
