import { Router, type Request, type Response } from 'express'
import { listActs, type ActPosition } from '../ledger/act.store.ts'
import { actTypes, type ChainedAct } from '../ledger/act.ts'
import { findOffice, findRegion } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import { listClashing } from '../people/separation.store.ts'
import { portalWide } from '../readings/reading.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { checkHistory } from './check-history.ts'

export const auditRoutes = Router()

auditRoutes.get('/admin/audit', can('audit.read'), showAudit)
auditRoutes.post('/admin/audit/check', can('audit.read'), postCheck)

const perPage = 50

async function showAudit(req: Request, res: Response) {
  await drawAudit(res, { type: text(req.query.type), before: positionOf(text(req.query.before)) })
}

async function drawAudit(res: Response, { type: wanted, before }: { type: string; before?: ActPosition }, model: object = {}) {
  const { ctx, t } = res.locals
  const type = actTypes.find(one => one === wanted)
  const acts = await listActs(ctx.db, { before, type, limit: perPage + 1 })
  const shown = acts.slice(0, perPage)
  const seen = new Set(shown.flatMap(({ actorId, data }) => [actorId, String(data.personId ?? '')]).filter(id => id !== '' && id !== 'system'))
  await recordReading(ctx, { kind: 'list', purpose: 'audit', officeId: null, subjects: [...seen].map(personId => ({ personId, region: portalWide })), fields: ['account'] })
  page(res, 'administration/audit', {
    title: t('administration:audit.title'), density: 'officer', values: { type }, types: actTypes,
    acts: await withNames(res, shown), clashing: before === undefined ? await listClashing(ctx) : [], isFirst: before === undefined, next: acts.length > perPage ? positionText(shown.at(-1)) : undefined, ...model,
  })
}

/** Who acted on whom, by name; what an id no longer names stays an id. */
async function withNames(res: Response, acts: readonly ChainedAct[]) {
  const { ctx, text: inLanguage, t } = res.locals
  const names = await namesOf(ctx, acts.flatMap(({ actorId, data }) => [actorId, String(data.personId ?? '')]))
  return Promise.all(acts.map(async act => {
    const office = act.data.officeId ? await findOffice(ctx.db, String(act.data.officeId)) : undefined
    const region = act.data.region ? await findRegion(ctx.db, String(act.data.region)) : undefined
    return {
      ...act,
      actorName: act.actorId === 'system' ? t('administration:audit.system') : (names.get(act.actorId) ?? act.actorId),
      subject: act.data.personId ? (names.get(String(act.data.personId)) ?? String(act.data.personId)) : (act.data.bundle ?? act.data.day ?? act.data.year ?? act.data.hours ?? ''),
      office: office ? inLanguage(office.name) : region ? inLanguage(region) : '',
    }
  }))
}

const positionText = (act: ChainedAct | undefined): string | undefined => act && `${act.at}~${act.seq}~${act.stream}`

function positionOf(value: string): ActPosition | undefined {
  const match = /^([\dTZ:.-]{24})~(\d{1,12})~(.{1,80})$/.exec(value)
  return match ? { at: match[1] ?? '', seq: Number(match[2]), stream: match[3] ?? '' } : undefined
}

async function postCheck(_req: Request, res: Response) {
  await drawAudit(res, { type: '' }, { check: await checkHistory(res.locals.ctx) })
}
