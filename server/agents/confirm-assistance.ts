import { randomInt, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { getVersion, findPublished } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { newId, newRegionalId } from '../ids.ts'
import { listActsOf } from '../ledger/act.store.ts'
import { insertFile } from '../materials/file.store.ts'
import { checkUpload, type Upload, type UploadProblem } from '../materials/upload.ts'
import { shardOf } from '../offices/region.ts'
import { getOffice } from '../offices/office.store.ts'
import { countOne } from '../people/attempts.ts'
import { isMobile } from '../people/identity-number.ts'
import { maskEmail, maskPhone } from '../people/mask.ts'
import { noticesOf } from '../people/notices.ts'
import { personStream, type Person } from '../people/person.ts'
import { getPerson } from '../people/person.store.ts'
import { loadTexts } from '../web/texts.ts'
import { getAssisted } from './assist.ts'
import { changeMandate } from './change-mandate.ts'
import { accepted, stateOf, type Confirmation, type Mandate } from './mandate.ts'
import { countTry, findCode, putCode, removeCode } from './mandate.store.ts'

export type CodeChannel = 'sms' | 'email'

export const codeMinutes = 10
export const codeTries = 5
/** A helper of an office has him before him, and his code or his signature. */
const assuranceOfHelped = 2
/** Codes to one person. */
const codes = { times: 5, minutes: 60 }

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))

/**
 * Where a code can go to, as it is shown to the helper. Nowhere while all that is known of the person was
 * typed by a helper himself: a code to a telephone that he named proves nothing.
 */
export async function codeChannels(ctx: Ctx, person: Person): Promise<{ channel: CodeChannel; to: string }[]> {
  const acts = await listActsOf(ctx.db, personStream(person.id))
  if (acts[0]?.actorRole === 'assistant' && !acts.some(({ actorId }) => actorId === person.id)) return []
  const { phone, email } = person.identity
  return [
    ...(ctx.sms.isThere && phone && isMobile(phone) ? [{ channel: 'sms' as const, to: maskPhone(phone) }] : []),
    ...(ctx.mail.isThere && email ? [{ channel: 'email' as const, to: maskEmail(email) }] : []),
  ]
}

/** Sends the person a code and what he confirms by reading it out. False: it could not be sent. Throws `TooMany`. */
export async function sendCode(ctx: Ctx, id: string, channel: CodeChannel): Promise<boolean> {
  const mandate = await getOffered(ctx, id)
  const person = await getPerson(ctx, mandate.principalId)
  if (!(await codeChannels(ctx, person)).some(one => one.channel === channel)) throw new Conflict('mandate.noWay')
  await countOne(ctx, `mandate code ${person.id}`, codes)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = new Date(ctx.now.getTime() + codeMinutes * 60_000).toISOString()
  await ctx.db.commit(putCode({ mandateId: id, hash: hashOf(ctx, id, code), channel, tries: 0, expiresAt }))
  return (await send(ctx, channel, person, await summaryOf(ctx, mandate, person, code))).state === 'sent'
}

async function send({ sms, mail, now }: Ctx, channel: CodeChannel, { identity }: Person, { subject, text }: { subject: string; text: string }) {
  const id = newId(now.getTime())
  if (channel === 'sms') return sms.send({ id, to: identity.phone ?? '', text })
  return mail.send({ id, to: identity.email ?? '', subject, text, html: `<!doctype html><html><body><p>${text.replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`)}</p></body></html>` })
}

/** In the language of whoever gets it: who will file what, and the code. */
async function summaryOf(ctx: Ctx, { scope, details }: Mandate, { identity }: Person, code: string): Promise<{ subject: string; text: string }> {
  const { language } = noticesOf(identity)
  const t = texts[language]
  const version = await findPublished(ctx.db, scope.bundles[0] ?? '')
  const inWords = ({ zh, en }: { zh: string; en: string }) => (language === 'en' ? en : zh)
  const office = details.officeId ? inWords((await getOffice(ctx.db, details.officeId)).name) : ''
  const bundle = version ? inWords((await getVersion(ctx.db, version.id)).definition.bundle.title) : ''
  return { subject: t('agents:code.subject'), text: t('agents:code.text', { helper: ctx.actor.name, office, bundle, code, minutes: codeMinutes }) }
}

const hashOf = ({ vault }: Ctx, id: string, code: string): string => vault.index(`mandate code ${id} ${code}`)

/** Records that the person has read the code out. False: it is another one. Throws `Conflict('mandate.codeOver')` when its time or its tries are over. */
export async function confirmByCode(ctx: Ctx, id: string, typed: string): Promise<boolean> {
  const mandate = await getOffered(ctx, id)
  const code = await findCode(ctx, id)
  if (!code || code.expiresAt <= ctx.now.toISOString() || code.tries >= codeTries) throw new Conflict('mandate.codeOver')
  await ctx.db.commit([countTry(code)])
  if (!timingSafeEqual(Buffer.from(code.hash), Buffer.from(hashOf(ctx, id, typed)))) return false
  const { identity } = await getPerson(ctx, mandate.principalId)
  const to = code.channel === 'sms' ? maskPhone(identity.phone ?? '') : maskEmail(identity.email ?? '')
  await confirm(ctx, id, { by: 'code', channel: code.channel, to, recordedBy: ctx.actor.id })
  return true
}

/** Records a paper that the person has signed. Returns what is wrong with the file, if it will not do. */
export async function confirmByPaper(ctx: Ctx, id: string, upload: Upload): Promise<UploadProblem | undefined> {
  const mandate = await getOffered(ctx, id)
  const checked = await checkUpload(ctx, upload)
  if ('code' in checked) return checked
  const { bytes, ...file } = checked
  const region = shardOf(mandate.details.regionCode ?? '')
  const fileId = newRegionalId(region, ctx.now.getTime())
  await ctx.files.put(fileId, bytes)
  try {
    await confirm(ctx, id, { by: 'signedPaper', fileId, fileHash: file.sha256, recordedBy: ctx.actor.id },
      [insertFile(ctx.vault, { ...file, region, id: fileId, ownerId: mandate.principalId, size: bytes.length, createdAt: ctx.now.toISOString() })])
  } catch (error) {
    await ctx.files.remove(fileId)
    throw error
  }
  return undefined
}

const confirm = (ctx: Ctx, id: string, confirmation: Confirmation, also: Parameters<typeof ctx.db.commit>[0] = []): Promise<Mandate> =>
  changeMandate(ctx, id, mandate => ({
    mandate: accepted(mandate, confirmation, assuranceOfHelped, ctx.now), type: 'mandate.accepted', role: 'assistant',
    letters: [{ kind: 'mandateConfirmed', personId: mandate.principalId }], also: [removeCode(id), ...also],
  }))

async function getOffered(ctx: Ctx, id: string): Promise<Mandate & { principalId: string }> {
  const mandate = await getAssisted(ctx, id)
  if (stateOf(mandate, ctx.now) !== 'offered') throw new Conflict('mandate.notOpen')
  return mandate
}
