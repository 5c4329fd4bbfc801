import { getVersion } from '../catalogue/bundle.store.ts'
import type { Limit, Text } from '../catalogue/definition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { dayOf } from '../cases/dates.ts'
import type { Ctx } from '../context.ts'
import { limitText } from '../guide/limit-text.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import type { WorkingCalendar } from '../limits/calendar.ts'
import { workingDaysBetween } from '../limits/lamp.ts'
import { findOffice, findRegion, listRegions } from '../offices/office.store.ts'
import { shardOf } from '../offices/region.ts'
import { placesOf } from '../people/permissions.ts'
import { regionPrefix } from '../people/scope.ts'
import { recordReading } from '../readings/record-reading.ts'
import { byteOrderMark, csvLine } from '../web/csv.ts'
import type { Translate } from '../web/texts.ts'
import { exportPageSize, listFiled, type ExportedCase, type ExportedTask, type Stretch } from './case-export.store.ts'
import { jurisdiction } from './jurisdiction.ts'
import type { Cursor, Narrowing } from './watch.store.ts'

/** What each line tells; `supervision:export.column.<name>`. None of it is anybody's name, number or form. */
export const exportColumns = [
  'number', 'bundle', 'region', 'filedOn', 'caseStatus', 'concludedOn', 'item', 'office', 'status', 'promised', 'statutory', 'acceptedOn', 'dueOn', 'decidedOn', 'daysUsed', 'late',
] as const

interface Wording {
  t: Translate
  text: (value: Text) => string
}

/**
 * The cases of a supervisor's regions that were filed from one day to another: a line for each item. Read page by
 * page as somebody takes them, so that memory holds one page; whose cases they are is recorded before each page goes
 * out, as for every other list (`readings/record-reading.ts`).
 */
export async function* exportedCases(ctx: Ctx, stretch: Stretch, wording: Wording): AsyncGenerator<string> {
  const { t } = wording
  yield byteOrderMark + csvLine(exportColumns.map(name => t(`supervision:export.column.${name}`)))
  const within = jurisdiction(ctx.actor)
  const lineOf = liner(ctx, await readCalendar(ctx.db), wording)
  for (const region of await shardsWithin(ctx, within)) {
    let after: Cursor | undefined
    for (;;) {
      const cases = await listFiled(ctx.db, region, within, stretch, after)
      if (cases.length > 0) {
        await recordPage(ctx, cases)
        yield await lineOf(cases)
      }
      const last = cases.at(-1)
      if (!last || cases.length < exportPageSize) break
      after = { key: last.submittedAt, id: last.id }
    }
  }
}

/** Where the cases of these regions are kept: a township's with its county's. */
async function shardsWithin({ db }: Ctx, within: Narrowing['within']): Promise<string[]> {
  const shards = (await listRegions(db)).filter(({ level }) => level === 'county' || level === 'city').map(({ code }) => shardOf(code)).sort()
  return within === 'everywhere' ? shards : shards.filter(shard => within.some(code => shard.startsWith(regionPrefix(code).slice(0, 6))))
}

const recordPage = (ctx: Ctx, cases: readonly ExportedCase[]): Promise<void> =>
  recordReading(ctx, {
    kind: 'export', purpose: 'supervision', officeId: placesOf(ctx.actor, 'supervision.read')[0] ?? null, fields: ['case.standing'],
    subjects: cases.map(({ applicantId, number, region }) => ({ personId: applicantId, caseNumber: number, region })),
  })

/** Names of places and versions are looked up once in an export. */
function liner({ db }: Ctx, calendar: WorkingCalendar, { t, text }: Wording): (cases: readonly ExportedCase[]) => Promise<string> {
  const versions = keeping((id: string) => getVersion(db, id))
  const offices = keeping(async (id: string) => text((await findOffice(db, id))?.name ?? { zh: id, en: id }))
  const regions = keeping(async (code: string) => text((await findRegion(db, code)) ?? { zh: code, en: code }))
  const limits = keeping(async (key: string) => limitText(t, JSON.parse(key) as Limit))
  const limitOf = (limit: Limit | undefined) => (limit ? limits(JSON.stringify({ value: limit.value, unit: limit.unit })) : '')
  const statuses = { of: keeping(async (status: string) => t(`desk:status.${status}`)), ofCase: keeping(async (status: string) => t(`cases:caseStatus.${status}`)) }

  const ofCase = async (one: ExportedCase, { definition }: BundleVersion) =>
    [one.number, text(definition.bundle.title), await regions(one.regionCode), dayOf(one.submittedAt), await statuses.ofCase(one.status), one.concludedAt && dayOf(one.concludedAt)]

  async function ofTask(task: ExportedTask, { definition }: BundleVersion) {
    const item = definition.items[task.itemCode]
    const [acceptedOn, decidedOn] = [task.acceptedAt && dayOf(task.acceptedAt), task.decidedAt && dayOf(task.decidedAt)]
    return [
      item ? text(item.name) : task.itemCode, await offices(task.officeId), await statuses.of(task.status), await limitOf(item?.promisedLimit), await limitOf(item?.statutoryLimit),
      acceptedOn, task.dueOn, decidedOn, acceptedOn && decidedOn ? workingDaysBetween(acceptedOn, decidedOn, calendar) : '', t(`supervision:export.${task.isLate ? 'yes' : 'no'}`),
    ]
  }

  return async cases => {
    let lines = ''
    for (const one of cases) {
      const version = await versions(one.bundleVersionId)
      const own = await ofCase(one, version)
      for (const task of one.tasks) lines += csvLine([...own, ...await ofTask(task, version)])
    }
    return lines
  }
}

function keeping<V>(look: (key: string) => Promise<V>): (key: string) => V | Promise<V> {
  const known = new Map<string, V>()
  return key => known.get(key) ?? look(key).then(value => (known.set(key, value), value))
}
