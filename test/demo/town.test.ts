import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { getDossierById } from '../../server/cases/case.store.ts'
import { replayed } from '../../server/cases/replay.ts'
import { caseStatuses, taskStatuses } from '../../server/cases/lifecycle.ts'
import type { Ctx } from '../../server/context.ts'
import { getProposal, listProposals } from '../../server/designer/proposal.store.ts'
import { signOffs } from '../../server/designer/sign.ts'
import { buildTown } from '../../server/demo/build-town.ts'
import { startRegistersSandbox, type RegistersSandbox } from '../../server/demo/registers-sandbox.ts'
import { companies, idNumberOf, officials, residents } from '../../server/demo/town-people.ts'
import { firstBroken } from '../../server/ledger/chain.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { httpRegisters } from '../../server/materials/register.client.ts'
import { noScanner } from '../../server/materials/scanner.ts'
import { noMail } from '../../server/notify/mailer.ts'
import { noSms } from '../../server/notify/sms-gateway.ts'
import { isIdNumber, isUscc } from '../../server/people/identity-number.ts'
import { createSigner } from '../../server/signing.ts'
import { createVault } from '../../server/vault.ts'
import { memoryFiles } from '../support/edges.ts'
import { withCatalogue } from '../support/places.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-town-'))
const vault = createVault(new Map([[1, Buffer.alloc(32, 7)]]))
let base: Omit<Ctx, 'actor'>
let sandbox: RegistersSandbox

beforeAll(async () => {
  sandbox = await startRegistersSandbox()
  base = { db: await withCatalogue(), vault, signer: createSigner(Buffer.alloc(32, 9), 'the town'), log: pino({ level: 'silent' }), registers: httpRegisters(sandbox.url), files: memoryFiles(), scanner: noScanner, mail: noMail, sms: noSms, publicUrl: 'http://portal.test', now: new Date() }
  await buildTown(base, join(folder, 'scratch.db'))
}, 90_000)
afterAll(async () => {
  await sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
})

const column = async <T extends 'service_case' | 'task'>(table: T): Promise<Set<string>> => new Set((await base.db.read.selectFrom(table as 'task').select('status').execute()).map(({ status }) => status))

test('cases and tasks stand in every state there is', async () => {
  const cases = await column('service_case')
  expect(caseStatuses.filter(status => !cases.has(status))).toEqual([])
  const present = await column('task')
  expect(taskStatuses.filter(status => !present.has(status))).toEqual([])
})

test('every case has a whole history, and is what its history says', async () => {
  const cases = await base.db.read.selectFrom('service_case').select(['region', 'id']).execute()
  expect(cases.length).toBeGreaterThan(50)
  for (const { region, id } of cases) {
    const events = await listEvents(base.db, { region, caseId: id })
    expect(events[0]?.type).toBe('case.submitted')
    expect(firstBroken(events)).toBeUndefined()
    const stored = await getDossierById(base, region, id)
    const again = replayed(stored, events)
    expect(again.tasks).toEqual(stored.tasks)
    expect(again.theCase.proceedings).toEqual(stored.theCase.proceedings)
  }
})

test('nothing happened in the future, and some of it is overdue', async () => {
  const { latest } = await base.db.read.selectFrom('event').select(({ fn }) => fn.max('at').as('latest')).executeTakeFirstOrThrow()
  expect(String(latest) <= base.now.toISOString()).toBe(true)
  const overdue = await base.db.read.selectFrom('task').select('id').where('status', 'in', ['received', 'accepted']).where('due_on', '<', base.now.toISOString().slice(0, 10)).execute()
  expect(overdue.length).toBeGreaterThan(0)
})

test('a proposal is with the departments: one has agreed, one objects with a reason, one is waited for', async () => {
  const [proposal] = await listProposals(base.db, ['circulated'], 2)
  const found = await signOffs(base, await getProposal(base.db, proposal?.id ?? ''))
  expect(found.map(({ stand, act }) => [stand, act?.data.reason !== undefined]).sort()).toEqual([['agreed', false], ['objected', true], ['open', false]])
})

test('building it again changes nothing', async () => {
  const count = async () => (await base.db.read.selectFrom('event').select('id').execute()).length
  const before = await count()
  await buildTown(base, join(folder, 'scratch.db'))
  expect(await count()).toBe(before)
})

test('matters between public bodies run there too, and some are concluded', async () => {
  const rows = await base.db.read.selectFrom('service_case').select(['bundle_id', 'status'])
    .where('bundle_id', 'in', ['official-transfer', 'official-onboarding', 'official-retirement', 'funds-and-procurement', 'grid-event']).orderBy('bundle_id').orderBy('status').execute()
  expect(rows.map(row => `${row.bundle_id} ${row.status}`)).toEqual([
    'funds-and-procurement running', 'grid-event concluded', 'grid-event running', 'official-onboarding concluded', 'official-retirement concluded', 'official-transfer running',
  ])
})

test('its people have valid numbers that are nobody’s', () => {
  for (const { idNumber } of [...residents, ...officials]) expect([idNumber, isIdNumber(idNumber), /99[89].$/.test(idNumber)]).toEqual([idNumber, true, true])
  expect(new Set([...residents, ...officials].map(({ idNumber }) => idNumber)).size).toBe(residents.length + officials.length)
  for (const { uscc } of companies) expect(isUscc(uscc)).toBe(true)
  expect(isIdNumber(idNumberOf('2026-02-20', 'female'))).toBe(true)
})
