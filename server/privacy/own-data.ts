import { Readable } from 'node:stream'
import type { Mandate } from '../agents/mandate.ts'
import { listGiven, listHeld } from '../agents/mandate.store.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Text } from '../catalogue/definition.ts'
import { getDossier, listCasesOf } from '../cases/case.store.ts'
import { listCertificatesOf } from '../cases/certificate.store.ts'
import type { Ctx } from '../context.ts'
import { getDraft, listDrafts, listHandedIn } from '../drafts/draft.store.ts'
import type { HandedIn } from '../drafts/draft.ts'
import { historyFile } from '../history/history-file.ts'
import { listMessages, type InboxPosition } from '../notify/message.store.ts'
import { getPerson } from '../people/person.store.ts'
import { listFactors } from '../people/second-factor.store.ts'
import { listReadingsOf } from '../readings/reading.store.ts'
import { listSignOns } from '../people/sign-on.store.ts'

/** A file of one's own data, made when its turn comes: memory holds one at a time. */
export interface Entry {
  name: string
  open(): Promise<Readable>
}

/** What the page on top lists; its words are made when it is written. */
export interface Overview {
  account: { name: string; username: string; createdAt: string; identity: Record<string, string> }
  matters: { kind: 'case' | 'draft'; number: string; title: Text; at: string; folder: string; papers: { name: string; file: string }[] }[]
  certificates: { identifier: string; name: Text; issuedAt: string }[]
  counts: { messages: number; mandates: number; readings: number }
}

const json = (value: unknown): Promise<Readable> => Promise.resolve(Readable.from([Buffer.from(JSON.stringify(value, undefined, 2))]))
const most = 10_000

/**
 * Everything that the portal keeps of whoever asks (个人信息保护法 第四十五条), file by file; `overview` is filled on the way
 * and complete at the end. What stands in his matters about others stands in it: it is what he handed in himself.
 */
export async function* ownData(ctx: Ctx, overview: Overview): AsyncGenerator<Entry> {
  yield* ownAccount(ctx, overview)
  for (const { id, bundleVersionId, updatedAt } of await listDrafts(ctx)) {
    const draft = await getDraft(ctx, id)
    const folder = `drafts/${id}`
    const title = (await getVersion(ctx.db, bundleVersionId)).definition.bundle.title
    const papers = await listHandedIn(ctx, draft)
    yield { name: `${folder}/draft.json`, open: () => json({ id, bundle: title, regionCode: draft.regionCode, createdAt: draft.createdAt, updatedAt, content: draft.content }) }
    yield* filesOf(ctx, folder, papers)
    overview.matters.push({ kind: 'draft', number: '', title, at: updatedAt, folder, papers: named(folder, papers) })
  }
  yield* ownCases(ctx, overview)
  const certificates = await listCertificatesOf(ctx, ctx.actor.id)
  yield { name: 'certificates.json', open: () => json(certificates) }
  overview.certificates.push(...certificates.map(({ identifier, name, issuedAt }) => ({ identifier, name, issuedAt })))
  const messages = await allMessages(ctx)
  yield { name: 'messages.json', open: () => json(messages) }
  const mandates = [...await listGiven(ctx, ctx.actor.id), ...await listHeld(ctx, ctx.actor.id)].map(({ details, ...mandate }) => ({ ...mandate, ...unanswered(mandate), ...(mandate.offeredBy === 'principal' && mandate.principalId === ctx.actor.id ? { addressee: details.addressee } : {}) }))
  yield { name: 'mandates.json', open: () => json(mandates) }
  // A list that was looked at names others too.
  const readings = (await listReadingsOf(ctx, ctx.actor.id, { limit: most })).map(({ caseNumber, reading: { at, actorRole, officeId, kind, purpose, fields, covered, materials, reason } }) =>
    ({ at, caseNumber, actorRole, officeId, kind, purpose, fields, covered, materials, reason }))
  yield { name: 'who-read-my-data.json', open: () => json(readings) }
  Object.assign(overview.counts, { messages: messages.length, mandates: mandates.length, readings: readings.length })
}

async function* ownAccount(ctx: Ctx, overview: Overview): AsyncGenerator<Entry> {
  const { username, kind, name, identity, createdAt } = await getPerson(ctx, ctx.actor.id)
  const factors = (await listFactors(ctx, ctx.actor.id)).map(({ kind: way, name: called, createdAt: at, usedAt }) => ({ kind: way, name: called, createdAt: at, usedAt }))
  const signOns = (await listSignOns(ctx, ctx.actor.id)).map(({ issuer, linkedAt }) => ({ issuer, linkedAt }))
  yield { name: 'account.json', open: () => json({ username, kind, name, identity, createdAt, secondFactors: factors, signOns }) }
  const { notices: _, ...known } = identity
  Object.assign(overview.account, { name, username, createdAt, identity: known })
}

async function* ownCases(ctx: Ctx, overview: Overview): AsyncGenerator<Entry> {
  for (const { number, submittedAt } of await listCasesOf(ctx.db, ctx.actor.id, most)) {
    const { theCase, version } = await getDossier(ctx, number)
    const folder = `cases/${number}`
    const papers = await listHandedIn(ctx, { region: theCase.region, id: theCase.draftId })
    const { title } = version.definition.bundle
    const { status, concludedAt, dueOn, channel, regionCode, content, erasedAt } = theCase
    yield { name: `${folder}/case.json`, open: () => json({ number, bundle: title, status, submittedAt, concludedAt, dueOn, channel, regionCode, erasedAt, fields: wordsFor(version.definition.fields), content, papers }) }
    if (erasedAt === null) yield { name: `${folder}/history.json`, open: async () => json(await historyFile(ctx, theCase)) }
    yield* filesOf(ctx, folder, papers)
    overview.matters.push({ kind: 'case', number, title, at: submittedAt, folder, papers: named(folder, papers) })
  }
}

const wordsFor = (fields: Record<string, { name: Text }>): Record<string, Text> => Object.fromEntries(Object.entries(fields).map(([id, { name }]) => [id, name]))

const fileName = (folder: string, { id, name }: HandedIn): string => `${folder}/papers/${id.slice(-6)}-${name.replace(/[/\\]/g, '_')}`
const withFile = (papers: readonly HandedIn[]) => papers.filter(({ fileId }) => fileId !== null)
const named = (folder: string, papers: readonly HandedIn[]) => withFile(papers).map(paper => ({ name: paper.name, file: fileName(folder, paper) }))

function* filesOf(ctx: Ctx, folder: string, papers: readonly HandedIn[]): Generator<Entry> {
  for (const paper of withFile(papers)) yield { name: fileName(folder, paper), open: async () => Readable.from([await ctx.files.get(paper.fileId as string)]) }
}

async function allMessages(ctx: Ctx): Promise<object[]> {
  const all: object[] = []
  let before: InboxPosition | undefined
  for (;;) {
    const found = await listMessages(ctx.db, ctx.actor.id, { ...(before ? { before } : {}), isUnread: false, limit: 500 })
    all.push(...found.map(({ caseNumber, kind, content, createdAt, readAt }) => ({ caseNumber, kind, content, createdAt, readAt })))
    before = found.at(-1)
    if (found.length < 500 || all.length >= most) return all
  }
}

export const noOverview = (): Overview => ({ account: { name: '', username: '', createdAt: '', identity: {} }, matters: [], certificates: [], counts: { messages: 0, mandates: 0, readings: 0 } })

/** Of an offer that nobody has accepted the other side is left out: it would tell who has an account. */
const unanswered = ({ acceptedAt, offeredBy }: Pick<Mandate, 'acceptedAt' | 'offeredBy'>): Partial<Mandate> =>
  acceptedAt !== null ? {} : offeredBy === 'principal' ? { agentId: null } : { principalId: null }
