import type { Words } from '../catalogue/definition-words.ts'
import { paths } from '../web/paths.ts'
import { reading, thingKinds, type ThingKind } from './definition-text.ts'
import { entriesOf } from './edit-part.ts'
import { entryRows } from './entry-rows.view.ts'
import { findingsIn } from './finding.view.ts'
import { nextStep } from './next-step.view.ts'
import { nameOfPart } from './part.view.ts'
import { surroundingOf, type Workspace } from './workspace.view.ts'

/** A definition at a glance: its bundle with questions and items, and what else it changes. */
export function outlineOf(workspace: Workspace, text: string, words: Words) {
  const { proposal, findings, appraisal } = workspace
  const read = reading(text)
  const around = surroundingOf(workspace, text)
  const bundle = read.all('bundle')[0]
  const changed = (kind: ThingKind, id: string) => appraisal.changed.find(one => one.kind === kind && one.id === id)
  return {
    isReadable: read.isReadable,
    next: nextStep(workspace, read, words),
    bundle: bundle && {
      id: bundle.id, name: nameOfPart(bundle.value, around, words.text), href: paths.proposalThing(proposal.id, 'bundle', bundle.id),
      findings: findingsIn(findings, 'bundle', bundle.id).filter(({ at }) => !at?.list),
      lists: (['questions', 'items'] as const).map(list => ({ list, ...entryRows(bundle, { kind: 'bundle', id: bundle.id, list }, entriesOf(bundle, list), proposal.id, around, findings, words) })),
    },
    things: thingKinds.filter(kind => kind !== 'bundle').map(kind => ({
      kind,
      newHref: paths.proposalThing(proposal.id, kind, 'new'),
      entries: read.all(kind).map(({ id, value }) => ({
        id, name: nameOfPart(value, around, words.text), href: paths.proposalThing(proposal.id, kind, id), findings: findingsIn(findings, kind, id),
        state: changed(kind, id)?.isNew ? 'new' : changed(kind, id) ? 'changed' : 'same',
      })),
    })),
  }
}
