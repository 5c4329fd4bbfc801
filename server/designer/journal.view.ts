import type { Translate } from '../web/texts.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { thingKinds } from './definition-text.ts'
import { lineDifference, type TextDifference } from './line-difference.ts'
import { partOfList } from './part.ts'
import type { Revision } from './proposal.ts'

/** One thing that was done with a proposal, in words. */
export interface JournalEntry {
  what: string
  at: string
  byId: string
  state: 'done' | 'attention' | 'problem' | undefined
  reason: string | undefined
  /** The text it made, and what is different in it. */
  revision: { number: number; difference: TextDifference | undefined; isNewest: boolean } | undefined
}

const states: Partial<Record<ChainedAct['type'], JournalEntry['state']>> = {
  'proposal.agreed': 'done', 'proposal.objected': 'problem', 'bundle.published': 'done', 'proposal.reconciled': 'attention', 'proposal.discarded': 'problem',
}

/** Acts with the texts that they made; `revisions` has one older than the oldest act shown, to compare with. */
export function journalOf(acts: readonly ChainedAct[], revisions: readonly Revision[], newest: number, t: Translate, names: Names): JournalEntry[] {
  return acts.map(act => {
    const { type, data, at, actorId } = act
    const isText = type === 'proposal.started' || type === 'proposal.revised'
    const index = isText ? revisions.findIndex(({ number }) => number === data.version) : -1
    const [own, before] = [revisions[index], revisions[index + 1]]
    return {
      what: wordsOf(act, t, names), at, byId: actorId, state: states[type], reason: data.reason === undefined ? undefined : String(data.reason),
      revision: own && { number: own.number, difference: before && lineDifference(before.text, own.text), isNewest: own.number === newest },
    }
  })
}

/** What things and departments are called; an id that names nothing any more stands for itself. */
export interface Names {
  department: (id: string) => string
  thing: (id: string, kind?: string) => string
}

function wordsOf({ type, data }: ChainedAct, t: Translate, names: Names): string {
  if (type === 'proposal.started') return t(`designer:act.started.${data.how}`, { from: names.thing(String(data.from ?? '')) })
  if (type === 'proposal.revised') return revisedInWords(data, t, names)
  if (type === 'bundle.published') return t('designer:act.published', { versions: String(data.versions ?? '').split(' ').join(t('components:listSeparator')) })
  if (type === 'proposal.agreed' || type === 'proposal.objected') {
    return t(`designer:act.${type === 'proposal.agreed' ? 'agreed' : 'objected'}`, { department: names.department(String(data.department)), part: t(`designer:part.${data.kind}`), thing: names.thing(String(data.thing), String(data.kind)) })
  }
  return t(`designer:act.${type.replace('proposal.', '')}`)
}

/** What was touched: a thing, an entry of one of its lists, the whole text, or an earlier text that came back. */
function revisedInWords({ kind, thing = '', list, did }: ChainedAct['data'], t: Translate, names: Names): string {
  if (kind === 'text') return t('designer:act.revised.text')
  if (kind === 'revision') return t('designer:act.revised.revision', { number: thing })
  const known = thingKinds.find(one => one === kind)
  const part = known && (list === undefined ? known : partOfList(known, String(list)))
  return t(`designer:act.revised.${did ?? 'changed'}`, { part: t(`designer:part.${part ?? 'bundle'}`), thing: names.thing(String(thing), known) })
}
