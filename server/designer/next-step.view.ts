import type { Words } from '../catalogue/definition-words.ts'
import { paths } from '../web/paths.ts'
import { isText, type Entry, type reading } from './definition-text.ts'
import { entriesOf } from './edit-part.ts'
import type { Workspace } from './workspace.view.ts'

/** What an administrator does next: `designer:next.<key>`, and the place to do it. */
export interface NextStep {
  key: 'text' | 'firstItem' | 'itemNeeds' | 'fault' | 'follower' | 'summary' | 'circulate' | 'agreement'
  /** The item, or the fault, that it is about. */
  about: string
  href: string
}

/** The first thing that is missing on the way to publication; nothing when nothing is begun or all has ended. */
export function nextStep({ proposal, isEditable, state, findings, followers }: Workspace, read: ReturnType<typeof reading>, { text }: Words): NextStep | undefined {
  if (!isEditable) return undefined
  const step = (key: NextStep['key'], href: string, about = ''): NextStep => ({ key, about, href })
  if (!read.isReadable) return step('text', paths.proposalText(proposal.id))
  const bundle = read.all('bundle')[0]
  if (bundle && entriesOf(bundle, 'items').length === 0) return step('firstItem', paths.proposalEntry(proposal.id, 'bundle', bundle.id, 'items'))
  const bare = read.all('item').find(item => needsNothing(item.value))
  if (bare) return step('itemNeeds', `${paths.proposalThing(proposal.id, 'item', bare.id)}#fields`, isText(bare.value.name) ? text(bare.value.name) : bare.id)
  const fault = findings.find(({ severity }) => severity === 'error')
  if (fault) return step('fault', fault.href, fault.problem)
  const follower = followers.find(({ isProved }) => !isProved)
  if (follower) return step('follower', '#proof', follower.title)
  if (bundle && isUnsummarised(bundle.value)) return step('summary', paths.proposalThing(proposal.id, 'bundle', bundle.id))
  if (state !== 'proved') return undefined
  return step(proposal.status === 'open' ? 'circulate' : 'agreement', `${paths.proposal(proposal.id)}#agreement`)
}

/** An item that asks for nothing is rarely meant so: it has only just been made. */
const needsNothing = (item: Entry): boolean =>
  ['fields', 'materials'].every(list => !Array.isArray(item[list]) || item[list].length === 0)

/** A new bundle begins with its title as its summary. */
const isUnsummarised = ({ title, summary }: Entry): boolean => isText(title) && isText(summary) && title.zh === summary.zh
