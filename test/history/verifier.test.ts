import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { claim } from '../../server/cases/claim.ts'
import { anchorHistory } from '../../server/history/anchor.ts'
import { historyFile, type HistoryFile } from '../../server/history/history-file.ts'
import { digest, type HashName } from '../../server/ledger/hash.ts'
import { ledgerOf } from '../../server/ledger/ledger.ts'
import { findLatestCheckpoint } from '../../server/ledger/log.store.ts'
import { actorOf } from '../../server/people/person.ts'
import { createSigner } from '../../server/signing.ts'
import { paths } from '../../server/web/paths.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCompany } from '../support/people.ts'
import { portal } from '../support/portal.ts'

const script = join(import.meta.dirname, '../../public/verifier/verify-history.mjs')
const folder = mkdtempSync(join(tmpdir(), 'portal-verifier-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Report { verdict: 'whole' | 'unanchored' | 'altered' | 'unusable'; code: string; params: Record<string, unknown>; notes: { code: string; params: Record<string, unknown> }[] }
interface Verifier { verify(text: string, options?: { kept?: string; fingerprint?: string }): Promise<Report>; told(report: Report): [string[], string[]] }
// As a browser runs it: one script, which leaves one name.
new Function(readFileSync(script, 'utf8'))()
const { verify, told } = (globalThis as unknown as { verifyHistory: Verifier }).verifyHistory

/** As somebody runs it who has only the file. */
function run(file: object | string, kept?: string, ...more: string[]) {
  const path = join(folder, 'history.json')
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file))
  if (kept !== undefined) writeFileSync(join(folder, 'checkpoint.txt'), kept)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, ...(kept === undefined ? [] : [join(folder, 'checkpoint.txt')]), ...more], { encoding: 'utf8', env: {} })
  return { status, output: stdout + stderr }
}

async function downloaded(hash: HashName = 'sha256') {
  const site = await portal()
  if (hash !== 'sha256') site.db.ledger = ledgerOf(hash, 'portal.test/history-log', Buffer.alloc(32, 1))
  const citizen = await site.citizen()
  const dossier = await givenCase(site, { applicant: citizen.person! })
  const other = await givenCase(site, { applicant: citizen.person! })
  await anchorHistory(site.ctx())
  const early = (await findLatestCheckpoint(site.db))!
  site.pass({ minutes: 5 })
  const doctor = actorOf(await site.given({ kind: 'person', name: '医生', username: 'desk.health', identity: {}, grants: [{ role: 'officer', officeId: `health@${xihu}` }] }))
  await claim(site.ctx(doctor), taskFor(dossier, 'certificate').id)
  await anchorHistory(site.ctx())
  const get = async (query = '') => JSON.parse((await citizen.get(`${paths.history(dossier.theCase.number)}${query}`)).html) as HistoryFile
  return { site, citizen, dossier, other, early, doctor, get, file: await get() }
}

const altered = (file: HistoryFile, change: (copy: HistoryFile) => void): HistoryFile => {
  const copy = structuredClone(file)
  change(copy)
  return copy
}

test('a real download is whole, and says up to when it is anchored and by which key', async () => {
  const { site, file } = await downloaded()
  const { status, output } = run(file)
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('完整') as string })
  expect(output).toContain('Whole')
  expect(output.replaceAll(' ', '')).toContain(site.ctx().signer.fingerprint)
  expect(run(file, undefined, '--key', site.ctx().signer.fingerprint.toUpperCase()).status).toBe(0)
  expect(run(file, undefined, '--key', 'ab'.repeat(32))).toMatchObject({ status: 1 })
})

test('one under SM3 is whole as well', async () => {
  const { file } = await downloaded('sm3')
  expect(file.hash).toBe('sm3')
  expect(run(file)).toMatchObject({ status: 0 })
  expect(await verify(JSON.stringify(altered(file, copy => (copy.events[2]!.at = '2026-01-01T00:00:00.000Z'))))).toMatchObject({ verdict: 'altered', params: { seq: 3 } })
})

test('whatever is altered in any entry, the first altered one is named', async () => {
  const { file } = await downloaded()
  const names = ['id', 'at', 'actorId', 'actorRole', 'onBehalfOf', 'officeId', 'taskId', 'type', 'data', 'seq', 'previousHash', 'hash'] as const
  for (const [index] of file.events.entries()) {
    for (const name of names) {
      const report = await verify(JSON.stringify(altered(file, copy => Object.assign(copy.events[index]!, { [name]: 'altered' }))))
      expect({ name, index, ...report }).toMatchObject({ name, index, verdict: 'altered', code: 'chain', params: { seq: index + 1 } })
    }
    const without = await verify(JSON.stringify(altered(file, copy => copy.events.splice(index, 1))))
    expect(without).toMatchObject(index === file.events.length - 1 ? { verdict: 'altered', code: 'cutOff' } : { verdict: 'altered', code: 'chain', params: { seq: index + 1 } })
    const twice = await verify(JSON.stringify(altered(file, copy => copy.events.splice(index, 0, copy.events[index]!))))
    expect(twice).toMatchObject({ verdict: 'altered', code: 'chain', params: { seq: index + 2 } })
  }
  expect(run(altered(file, copy => (copy.events[1]!.actorId = 'somebody else')))).toMatchObject({ status: 1, output: expect.stringContaining('第一处改动在第 2 条') as string })
})

test('a chain rewritten from an entry on is whole in itself, and not what was anchored', async () => {
  const { site, dossier, early, get } = await downloaded()
  const { chained, firstHash } = await import('../../server/ledger/chain.ts')
  const file = await get()
  const rewritten = altered(file, copy => {
    copy.events = chained({ seq: 0, hash: firstHash }, copy.events.map(({ seq: _, previousHash: __, hash: ___, ...event }) => ({ ...event, actorId: 'somebody else' })))
  })
  expect(await verify(JSON.stringify(rewritten))).toMatchObject({ verdict: 'altered', code: 'rewritten' })
  rewritten.anchor!.leaf.hash = rewritten.events.at(-1)!.hash
  expect(await verify(JSON.stringify(rewritten))).toMatchObject({ verdict: 'altered', code: 'inclusion' })
  expect(dossier.theCase.id).toBe(file.case.id)
  expect(early.size).toBeLessThan((await findLatestCheckpoint(site.db))!.size)
})

test('no other proof, place, path, root, time or signature passes', async () => {
  const { file, other, site } = await downloaded()
  const code = async (change: (copy: HistoryFile) => void) => (await verify(JSON.stringify(altered(file, change)))).code
  const elsewhere = await historyFile(site.ctx(), other.theCase)
  expect(await code(copy => (copy.anchor = elsewhere.anchor))).toBe('otherCase')
  expect(await code(copy => (copy.anchor!.index += 1))).toBe('inclusion')
  expect(await code(copy => copy.anchor!.path.pop())).toBe('inclusion')
  expect(await code(copy => (copy.anchor!.path[0] = digest('sha256', 'x').toString('base64')))).toBe('inclusion')
  expect(await code(copy => (copy.anchor!.checkpoint = copy.anchor!.checkpoint.replace(/time \d{4}/, 'time 2020')))).toBe('signature')
  expect(await code(copy => (copy.anchor!.publicKey = createSigner(Buffer.alloc(32, 3), 'another').publicKey))).toBe('signature')
  expect(await code(copy => (copy.anchor!.checkpoint = 'nothing'))).toBe('checkpoint')
  expect(await code(copy => (copy.events = []))).toBe('empty')
})

test('a checkpoint that was kept is found to be the beginning of today’s, or not', async () => {
  const { site, early, file, get } = await downloaded()
  const text = JSON.stringify(file)
  expect(await verify(text, { kept: early.note })).toMatchObject({ verdict: 'unusable', code: 'needsConsistency' })
  const withProof = await get(`?kept=${early.size}`)
  expect(await verify(JSON.stringify(withProof), { kept: early.note })).toMatchObject({ verdict: 'whole', notes: [{ code: 'keptAgrees' }] })
  expect(run(withProof, early.note.replaceAll('\n', '\r\n'))).toMatchObject({ status: 0 })
  const { signedNote, readNote } = await import('../../server/ledger/checkpoint.ts')
  const { checkpoint } = readNote(early.note)!
  const other = signedNote({ ...checkpoint, root: digest('sha256', 'another history') }, site.ctx().signer)
  expect(await verify(JSON.stringify(withProof), { kept: other })).toMatchObject({ verdict: 'altered', code: 'keptDiffers' })
  expect(await verify(text, { kept: 'no checkpoint' })).toMatchObject({ verdict: 'unusable', code: 'keptUnreadable' })
})

test('what is too new to be anchored is said, and a case before the first checkpoint has its chain alone', async () => {
  const { site, dossier, doctor, get } = await downloaded()
  const { accept } = await import('../../server/cases/accept.ts')
  await accept(site.ctx(doctor), taskFor(dossier, 'certificate').id)
  expect((await verify(JSON.stringify(await get()))).notes).toMatchObject([{ code: 'notYetAnchored' }])
  const young = await givenCase(site, { applicant: await site.given(aCompany()) })
  expect(await verify(JSON.stringify(await historyFile(site.ctx(), young.theCase)))).toMatchObject({ verdict: 'unanchored', code: 'chainOnly' })
})

test('anything at all can be handed to it: it answers, and never that it is whole', async () => {
  const { file } = await downloaded()
  await fc.assert(fc.asyncProperty(fc.anything(), async thing => {
    expect((await verify(JSON.stringify(thing) ?? '')).verdict).toBe('unusable')
  }))
  await fc.assert(fc.asyncProperty(fc.constantFrom('events', 'anchor', 'hash', 'case'), fc.jsonValue(), async (name, value) => {
    expect((await verify(JSON.stringify({ ...file, [name]: value }))).verdict).not.toBe('whole')
  }))
  expect(run('not json')).toMatchObject({ status: 2 })
  for (const sentences of told(await verify(JSON.stringify(file)))) expect(sentences.join()).not.toMatch(/undefined|\{/)
})

test('its own SM3 is that of the standard, for every length', () => {
  const source = /function sm3\(message\) \{[\s\S]*?\n {2}\}/.exec(readFileSync(script, 'utf8'))![0]
  const sm3 = new Function(`${source}; return sm3`)() as (bytes: Uint8Array) => Uint8Array
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => expect(Buffer.from(sm3(bytes)).toString('hex')).toBe(digest('sm3', bytes).toString('hex'))))
})

test('checkpoints are there for anybody, by page, by file, and with the proof that one continues the other', async () => {
  const { site, early } = await downloaded()
  const visitor = site.visitor()
  const page = await visitor.get(paths.checkpoints())
  expect(page.text()).toContain(`${early.size} 个叶子`)
  expect((await visitor.get(paths.checkpoint(early.size))).html).toBe(early.note)
  const latest = (await findLatestCheckpoint(site.db))!
  expect((await visitor.get('/open/checkpoints/latest')).html).toBe(latest.note)
  expect(JSON.parse((await visitor.get(`/open/checkpoints/${early.size}/consistency/${latest.size}`)).html)).toMatchObject({ first: early.size, second: latest.size, path: expect.any(Array) as string[] })
  for (const path of ['/open/checkpoints/1', '/open/checkpoints/x', '/open/checkpoints/99999999999', `/open/checkpoints/${latest.size}/consistency/${early.size}`]) expect([path, (await visitor.get(path)).status]).toEqual([path, 404])
  expect((await visitor.get(paths.verifyHistory())).text()).toContain('核对办件历史')
})

test('nobody gets the history of another’s case, and a checkpoint that never was is not found', async () => {
  const { site, dossier, citizen } = await downloaded()
  const other = await site.company()
  expect((await other.get(paths.history(dossier.theCase.number))).status).toBe(404)
  expect((await citizen.get(`${paths.history(dossier.theCase.number)}?kept=1`)).status).toBe(404)
  expect((await citizen.get(`${paths.history(dossier.theCase.number)}?kept=x`)).status).toBe(404)
})
