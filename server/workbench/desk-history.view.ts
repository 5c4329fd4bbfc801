import type { Ctx } from '../context.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { getOffice } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import { isOfTask } from '../letters/letter.ts'
import { letterOf } from '../letters/letters.ts'
import { titleOf } from '../letters/listed-letter.ts'
import { formats } from '../web/formats.ts'
import type { LineState } from '../web/line.ts'
import { paths } from '../web/paths.ts'
import type { Dossier, Task } from '../cases/case.ts'
import type { Speaker } from './desk-data.view.ts'

/** One line of what happened: `words` say what, `quoted` is what somebody wrote. */
export interface ShownEvent {
  what: string
  at: string
  who: string
  quoted: string | undefined
  /** What was written to the applicant with it. */
  letter: { title: string; href: string } | undefined
  state: LineState
}

/** What happened to this task, and to the case as a whole, newest first. */
export async function historyOf(ctx: Ctx, speaker: Speaker, dossier: Dossier, task: Task): Promise<ShownEvent[]> {
  const { t, text } = speaker
  const { theCase } = dossier
  const all = await listEvents(ctx.db, { region: theCase.region, caseId: theCase.id })
  const events = all.filter(({ taskId }) => taskId === null || taskId === task.id).reverse()
  const staff = events.filter(({ officeId }) => officeId === task.officeId)
  const names = await namesOf(ctx, [...staff.map(({ actorId }) => actorId), ...events.flatMap(({ type, data }) => (type === 'task.handedOver' && typeof data.to === 'string' ? [data.to] : []))])
  const agents = await namesOf(ctx, events.filter(({ actorRole }) => actorRole === 'agent').map(({ actorId }) => actorId))
  return Promise.all(events.map(async event => ({ what: wordsOf(speaker, event, names), at: event.at, who: await whoDid(event), quoted: quotedOf(event), letter: letterFor(event), state: states[event.type] ?? 'running' })))

  function letterFor(event: ChainedEvent): ShownEvent['letter'] {
    const letter = letterOf(dossier, all, event)
    return letter && isOfTask(letter, task) ? { title: titleOf(letter, speaker), href: paths.deskLetter(task.id, event.seq) } : undefined
  }

  async function whoDid({ actorId, actorRole, officeId, data }: ChainedEvent): Promise<string> {
    if (actorRole === 'applicant') return task.applicantName
    if (actorRole === 'agent') return t('cases:by.agent', { agent: agents.get(actorId) ?? '', principal: task.applicantName, mandate: String(data.mandate) })
    if (officeId === null) return t(`cases:by.${['supervisor', 'systemAdministrator', 'securityAdministrator'].includes(actorRole) ? actorRole : 'portal'}`)
    return names.get(actorId) ?? text((await getOffice(ctx.db, officeId)).name)
  }
}

const states: Partial<Record<ChainedEvent['type'], LineState>> = {
  'task.approved': 'done', 'case.concluded': 'done', 'certificate.issued': 'done', 'task.commitmentKept': 'done', 'task.delivered': 'done',
  'task.refused': 'problem', 'task.notAccepted': 'problem', 'task.acceptanceRevoked': 'problem', 'task.decisionRevoked': 'problem', 'task.limitPassed': 'problem', 'certificate.revoked': 'problem', 'order.overdue': 'problem', 'request.overdue': 'problem',
  'task.supplementRequested': 'attention', 'task.suspended': 'attention', 'task.commitmentBroken': 'attention', 'task.limitToday': 'attention', 'order.given': 'attention',
}

function wordsOf({ t, language }: Speaker, { type, data }: ChainedEvent, names: ReadonlyMap<string, string>): string {
  const day = (value: unknown) => (typeof value === 'string' ? formats(language).day(value) : '')
  const { kind, value, unit } = data as { kind?: string; value?: number; unit?: string }
  const provisional = data.provisional as { until: string } | undefined
  const visit = data.visit as { on: string } | undefined
  return t(type === 'task.accepted' && provisional ? 'desk:event.provisionallyAccepted' : `desk:event.${type}`, {
    to: type === 'task.handedOver' ? (names.get(String(data.to)) ?? t('desk:queueItself')) : '',
    kind: kind ? t(`cases:procedure.${kind}`) : '',
    limit: value === undefined ? '' : t(`cases:why.unit.${unit ?? 'workingDay'}`, { count: value }),
    day: day(data.until ?? data.answerBy ?? data.rectifyBy ?? provisional?.until ?? visit?.on ?? data.dueOn),
  })
}

/** What somebody wrote; the applicant’s data never stands in an event. */
function quotedOf({ data }: ChainedEvent): string | undefined {
  const { reason, finding, answer, question, text } = data
  const words = [reason, finding, answer, question, text].filter(one => typeof one === 'string' && one !== '')
  return words.length > 0 ? words.join('\n') : undefined
}
