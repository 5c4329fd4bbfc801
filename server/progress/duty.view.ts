import type { Day } from '../limits/calendar.ts'
import { countOut } from '../limits/clock.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import { paths } from '../web/paths.ts'
import { taskOf, type Dossier } from '../cases/case.ts'
import { dayOf } from '../cases/dates.ts'
import { dutiesOf, type Duty } from './duties.ts'
import { inWords, type Speech } from '../cases/said-words.ts'
import { say, type Part } from '../cases/said.ts'
import { stretchesOf, type Stretch } from '../cases/why-date.ts'

/** One thing that the applicant has to do, as the card at the top of his case tells it. */
export interface ShownDuty {
  kind: Duty['kind']
  on: Day
  heading: string
  text: string
  note: string | undefined
  action: { text: string; href: string } | undefined
  why: WhyAnswer | undefined
}

/** Why an answer is asked by this day. */
export interface WhyAnswer {
  startedDay: Day
  dueOn: Day
  /** Undefined where whoever asked set another day than the usual one. */
  limit: { value: number; unit: string } | undefined
  stretches: Stretch[]
}

export function shownDuties(dossier: Dossier, today: Day, speech: Speech): ShownDuty[] {
  return dutiesOf(dossier.tasks, dossier.theCase.proceedings, today).map(duty => {
    const parts = partsOf(dossier, duty)
    return {
      kind: duty.kind,
      on: duty.on,
      heading: inWords(say(`cases:duty.${duty.kind}.heading`, parts), speech),
      text: inWords(say(`cases:duty.${duty.kind}.text`, parts), speech),
      note: duty.note === null ? undefined : speech.t('cases:duty.note', { note: duty.note }),
      action: actionOf(dossier, duty, speech),
      why: whyAnswer(dossier, duty),
    }
  })
}

const partsOf = (dossier: Dossier, { on, taskIds, materials, place }: Duty): Record<string, Part> => {
  const tasks = taskIds.map(id => taskOf(dossier, id))
  return { day: { day: on }, items: { items: tasks.map(({ itemCode }) => itemCode) }, materials: { materials }, place: { words: place ?? '' }, office: { office: tasks[0]?.officeId ?? '' } }
}

function actionOf({ theCase: { number } }: Dossier, { kind }: Duty, { t }: Speech): ShownDuty['action'] {
  if (kind === 'answer') return { text: t('cases:case.supplementAction'), href: paths.supplement(number) }
  return kind === 'handIn' ? { text: t('cases:case.deferredAction'), href: paths.deferred(number) } : undefined
}

/** The notice gives the bundle's time to answer, papers put off come within the portal's usual one unless the department said otherwise. */
export function whyAnswer({ theCase, version, calendar, tasks }: Dossier, { kind, on, taskIds }: Pick<Duty, 'kind' | 'on' | 'taskIds'>): WhyAnswer | undefined {
  const given = kind === 'answer' ? (version.definition.bundle.answerLimit ?? legalLimits.answer) : legalLimits.answer
  const startedAt = kind === 'answer' ? theCase.proceedings.notice?.issuedAt : kind === 'handIn' ? tasks.find(({ id }) => id === taskIds[0])?.acceptedAt : undefined
  if (!startedAt) return undefined
  const { dueOn, steps } = countOut(startedAt, given, calendar)
  const isUsual = dueOn === on
  return { startedDay: dayOf(startedAt), dueOn: on, limit: isUsual ? { value: given.value, unit: given.unit } : undefined, stretches: isUsual ? stretchesOf(steps) : [] }
}
