import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { update } from '../../db/statement.ts'
import { claim } from '../../server/cases/claim.ts'
import { anchorHistory } from '../../server/history/anchor.ts'
import { consistencyProof, inclusionProof, rootAt } from '../../server/history/proof.ts'
import { noteKey, readNote } from '../../server/ledger/checkpoint.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { hashOfLeaf } from '../../server/ledger/leaf.ts'
import { findLatestCheckpoint, findLeaf, listCheckpoints, listLeaves, readSize } from '../../server/ledger/log.store.ts'
import { provesConsistency, provesInclusion } from '../../server/ledger/merkle.ts'
import { createSigner } from '../../server/signing.ts'
import { actorOf } from '../../server/people/person.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const anchor = (site: Site) => anchorHistory(site.ctx())
const latest = async (site: Site) => readNote((await findLatestCheckpoint(site.db))!.note)!
const officerOf = async (site: Site, department = 'health') =>
  actorOf(await site.given({ kind: 'person', name: department, username: `desk.${department}`, identity: {}, grants: [{ role: 'officer', officeId: `${department}@${xihu}` }] }))

test('what has happened is anchored and signed once, and then there is nothing to do', async () => {
  const site = await portal()
  const { theCase } = await givenCase(site, { applicant: await site.given(aCitizen()) })
  expect(await anchor(site)).toBe(2) // the case, and the applicant's own stream
  const { checkpoint, isSignedBy } = await latest(site)
  expect(checkpoint).toMatchObject({ origin: 'portal.test/history-log', size: 2, hash: 'sha256', at: site.clock.toISOString() })
  expect(isSignedBy(site.ctx().signer.publicKey)).toBe(true)
  expect(await findLeaf(site.db, { kind: 'case', id: theCase.id }, 2)).toMatchObject({ seq: theCase.lastSeq, hash: theCase.lastHash })
  site.pass({ minutes: 2 })
  expect(await anchor(site)).toBe(0)
  expect(await listCheckpoints(site.db, undefined, 10)).toHaveLength(1)
})

test('a case that goes on gets another leaf, at most once a minute', async () => {
  const site = await portal()
  const dossier = await givenCase(site, { applicant: await site.given(aCitizen()) })
  await anchor(site)
  const doctor = await officerOf(site)
  await claim(site.ctx(doctor), taskFor(dossier, 'certificate').id)
  expect(await anchor(site)).toBe(0)
  site.pass({ minutes: 1 })
  expect(await anchor(site)).toBe(2)
  const key = { region: '330106', caseId: dossier.theCase.id }
  const last = (await listEvents(site.db, key)).at(-1)!
  expect(await findLeaf(site.db, { kind: 'case', id: key.caseId }, 4)).toMatchObject({ seq: last.seq, hash: last.hash })
  expect(await findLeaf(site.db, { kind: 'case', id: key.caseId }, 2)).toMatchObject({ seq: dossier.theCase.lastSeq })
})

test('many processes that anchor at once make one log', async () => {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  for (let one = 0; one < 5; one++) await givenCase(site, { applicant })
  await Promise.all(Array.from({ length: 6 }, () => anchor(site)))
  expect(await readSize(site.db)).toEqual({ size: 6, signed: 6 })
  expect((await listLeaves(site.db, 0, 100)).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5])
  expect(await listCheckpoints(site.db, undefined, 10)).toHaveLength(1)
})

test('every leaf is proved by every later checkpoint, and every checkpoint continues the one before', async () => {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  for (let round = 0; round < 5; round++) {
    for (let one = 0; one <= round; one++) await givenCase(site, { applicant })
    await anchor(site)
    site.pass({ minutes: 1 })
  }
  const notes = (await listCheckpoints(site.db, undefined, 10)).map(({ note }) => readNote(note)!.checkpoint).reverse()
  expect(notes.map(({ size }) => size)).toEqual([2, 4, 7, 11, 16])
  for (const [nth, { size, root, hash }] of notes.entries()) {
    expect(await rootAt(site.db, size)).toEqual(root)
    for (const { position, ...leaf } of await listLeaves(site.db, 0, size)) {
      expect(provesInclusion(hash, { index: position, size, leaf: hashOfLeaf(hash, leaf), path: await inclusionProof(site.db, position, size), root })).toBe(true)
    }
    const before = notes[nth - 1]
    if (before) expect(provesConsistency(hash, { first: before.size, second: size, firstRoot: before.root, secondRoot: root, path: await consistencyProof(site.db, before.size, size) })).toBe(true)
  }
})

test('a process that dies between appending and signing leaves the signature to the next', async () => {
  const site = await portal()
  await givenCase(site, { applicant: await site.given(aCitizen()) })
  await anchor(site)
  await site.db.forMigration().deleteFrom('checkpoint').execute()
  await site.db.commit([update('ledger', { signed_size: 0 }, { id: 1 })])
  expect(await anchor(site)).toBe(0)
  expect((await latest(site)).checkpoint.size).toBe(2)
})

test('no checkpoint is dated before the one before it', async () => {
  const site = await portal()
  const applicant = await site.given(aCitizen())
  await givenCase(site, { applicant })
  await anchor(site)
  const first = site.clock
  await givenCase(site, { applicant })
  await site.db.commit([update('checkpoint', { at: new Date(first.getTime() - 120_000).toISOString() }, { size: 2 })])
  site.clock = new Date(first.getTime() - 30_000)
  await anchor(site)
  const [newest, older] = await listCheckpoints(site.db, undefined, 2)
  expect(newest!.at >= older!.at).toBe(true)
})

test('the index of what is to be anchored is used, and holds nothing else', async () => {
  const site = await portal()
  if (site.db.engine !== 'sqlite') return
  const { rows } = await sql<{ detail: string }>`explain query plan select region, id, last_seq from service_case where anchored_seq < last_seq order by region, id limit 500`.execute(site.db.read)
  expect(rows.map(({ detail }) => detail).join()).toContain('service_case_anchor')
})

test('what others tools call the key, and another key signs nothing for us', () => {
  const signer = createSigner(Buffer.alloc(32, 9), 'the portal')
  expect(noteKey('portal.test/history-log', signer.publicKey)).toMatch(/^portal\.test\/history-log\+[0-9a-f]{8}\+A[A-Za-z0-9+/]{43}$/)
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  expect(noteKey('portal.test/history-log', other)).not.toBe(noteKey('portal.test/history-log', signer.publicKey))
})
