import { otherReason, reasonsFor } from '../catalogue/reasons.ts'
import { readDay } from '../limits/typed-day.ts'
import type { Day } from '../limits/calendar.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import { longestReason, reasonProblems } from './decision.form.ts'
import { grounds, type Ground } from '../cases/events.ts'
import type { Shortcoming } from '../cases/intake-acts.ts'

/** Until when papers that were put off may come; the usual ten working days when nothing was asked. */
export function readDeferral(body: Body, today: Day): Form<{ until: Day | undefined }> {
  const until = text(body.until)
  const day = readDay(until)
  return form(body, { until }, body.until === undefined ? [] : dayProblems('until', until, today), () => ({ until: day }))
}

/** A day from today on, within a year. */
export function dayProblems(field: string, typed: string, today: Day): Problem[] {
  const day = readDay(typed)
  if (typed === '') return [{ field, code: 'required' }]
  if (!day) return [{ field, code: 'notADate' }]
  if (day < today) return [{ field, code: 'pastDate' }]
  return Date.parse(day) - Date.parse(today) > 366 * 86_400_000 ? [{ field, code: 'desk:problem.withinYear' }] : []
}

/** What may be asked to be put right: `field.<id>` and `material.<id>` of the officer's own item. */
export type Target = `${Shortcoming['kind']}.${string}`

export interface Noted {
  shortcomings: Shortcoming[]
  /** Why it is asked a second time. */
  repeatReason: string | null
}

/** Everything that is missing, each with a reason from the catalogue or in own words. A reason that was given counts as ticked. */
export function readShortcomings(body: Body, targets: readonly Target[], isRepeat: boolean): Form<Noted> {
  const ticked = list(body.ask)
  const asked = targets.map(target => ({ target, code: text(body[`code.${target}`]), reason: lines(body[`reason.${target}`]) }))
    .filter(({ target, code, reason }) => ticked.includes(target) || code !== '' || reason !== '')
  const repeatReason = lines(body.repeatReason)
  const problems: Problem[] = [
    ...(isRepeat ? reasonProblems('repeatReason', repeatReason) : []),
    ...(asked.length === 0 ? [{ field: 'ask', code: 'desk:problem.askNothing' }] : asked.flatMap(shortcomingProblems)),
  ]
  const values = {
    ask: asked.map(({ target }) => target), repeatReason,
    ...Object.fromEntries(asked.flatMap(({ target, code, reason }) => [[`code.${target}`, code], [`reason.${target}`, reason]])),
  }
  return form(body, values, problems, () => ({
    shortcomings: asked.map(({ target, code, reason }) => ({ ...partsOf(target), code: code || otherReason, reason })), repeatReason: isRepeat ? repeatReason : null,
  }))
}

function shortcomingProblems({ target, code, reason }: { target: Target; code: string; reason: string }): Problem[] {
  const isKnown = reasonsFor(partsOf(target).kind).some(({ id }) => id === code)
  if (code === '' && reason === '') return [{ field: `code.${target}`, code: 'desk:problem.askWhy' }]
  if (code !== '' && !isKnown) return [{ field: `code.${target}`, code: 'notAnOption' }]
  if (code === otherReason && reason === '') return [{ field: `reason.${target}`, code: 'desk:problem.ownWords' }]
  return reason === '' ? [] : reasonProblems(`reason.${target}`, reason, 500)
}

function partsOf(target: Target): Pick<Shortcoming, 'kind' | 'target'> {
  const at = target.indexOf('.')
  return { kind: target.slice(0, at) as Shortcoming['kind'], target: target.slice(at + 1) }
}

export interface Declined {
  ground: Ground
  reason: string
  /** The authority that has the power, where this one has not (行政许可法第三十二条第一款第二项). */
  where: string
}

/** On what ground an application is not accepted; only what was corrected before can still be wrong. */
export function readDecline(body: Body, mayBeStillWrong: boolean): Form<Declined> {
  const values = { ground: text(body.ground), where: text(body.where), reason: lines(body.reason) }
  const ground = grounds.find(one => one === values.ground && (one !== 'stillWrong' || mayBeStillWrong))
  const problems: Problem[] = []
  if (!ground) problems.push({ field: 'ground', code: 'choose' })
  if (ground === 'notOurPower' && values.where === '') problems.push({ field: 'where', code: 'desk:problem.where' })
  if (values.where.length > 100) problems.push({ field: 'where', code: 'tooLong', params: { max: 100 } })
  problems.push(...personalNumberProblems('where', values.where), ...reasonProblems('reason', values.reason, longestReason - 150))
  return form(body, values, problems, () => ({ ...values, ground: ground as Ground }))
}
