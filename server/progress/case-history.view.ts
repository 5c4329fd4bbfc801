import type { ChainedEvent, EventType } from '../ledger/event.ts'
import { paths } from '../web/paths.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
import { isReadByApplicant } from './applicant-events.ts'
import type { Letter } from '../letters/letter.ts'
import { partInWords, type Speech } from '../cases/said-words.ts'
import type { SiteVisit } from '../cases/proceedings.ts'

/** One line of the history of a case, as `components/timeline` shows it. */
export interface HistoryEntry {
  what: string
  when: string
  at: string
  who: string
  state: 'done' | 'running' | 'attention' | 'problem'
  letter: { title: string; href: string } | undefined
}

/** What happened, the latest first. */
export function historyOf(dossier: Dossier, events: readonly ChainedEvent[], letters: readonly Letter[], speech: Speech): HistoryEntry[] {
  return events.filter(isReadByApplicant).map(event => {
    const letter = letters.find(({ seq }) => seq === event.seq)
    return {
      what: whatOf(dossier, event, speech),
      when: speech.format.time(event.at),
      at: event.at,
      who: whoOf(dossier, event, speech),
      state: states[event.type] ?? 'running',
      letter: letter && { title: speech.t(`letters:title.${letter.kind}`), href: paths.letter(dossier.theCase.number, event.seq) },
    }
  }).reverse()
}

// prettier-ignore
const states: { [T in EventType]?: HistoryEntry['state'] } = {
  'task.approved': 'done', 'case.concluded': 'done', 'certificate.issued': 'done', 'task.commitmentKept': 'done', 'task.delivered': 'done',
  'task.refused': 'problem', 'task.notAccepted': 'problem', 'task.acceptanceRevoked': 'problem', 'task.decisionRevoked': 'problem', 'certificate.revoked': 'problem', 'task.supplementLapsed': 'problem',
  'case.noticeIssued': 'attention', 'task.commitmentBroken': 'attention', 'case.answerReminded': 'attention', 'task.deferredReminded': 'attention',
}

function whatOf(dossier: Dossier, { type, taskId, officeId, data }: ChainedEvent, speech: Speech): string {
  const task = dossier.tasks.find(({ id }) => id === taskId)
  const visit = (data.visit as SiteVisit | undefined) ?? dossier.theCase.proceedings.visits.find(({ id }) => id === data.id)
  const day = data.answerBy ?? data.until ?? data.rectifyBy ?? visit?.on ?? data.dueOn
  return speech.t(`cases:event.${type}`, {
    item: task ? speech.text(itemOf(dossier, task).item.name) : '',
    office: partInWords({ office: officeId ?? task?.officeId ?? '' }, speech),
    day: typeof day === 'string' && day !== '' ? speech.format.day(day) : '',
    kind: typeof data.kind === 'string' && type.startsWith('task.') ? speech.t(`cases:procedure.${data.kind}`) : '',
  })
}

const named = ['applicant', 'counterOfficer', 'officer', 'head', 'supervisor', 'systemAdministrator', 'securityAdministrator', 'portal']

function whoOf({ theCase }: Dossier, { actorRole, officeId, data }: ChainedEvent, speech: Speech): string {
  if (actorRole === 'agent') return speech.t('cases:by.agent', { agent: speech.filedBy?.agent ?? '', principal: theCase.applicantName, mandate: String(data.mandate) })
  const role = named.includes(actorRole) ? actorRole : 'officer'
  return speech.t(`cases:by.${role}`, { office: partInWords({ office: officeId ?? '' }, speech) })
}
