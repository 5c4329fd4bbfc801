import type { Words } from '../catalogue/definition-words.ts'
import type { Bundle, BundleDefinition, Question } from '../catalogue/definition.ts'
import { isError } from '../catalogue/diagnostic.ts'
import { drawLine, type Line } from '../web/line.ts'
import { paths } from '../web/paths.ts'
import { appraise, outcomesOf, type Appraisal, type Surroundings } from './appraise.ts'
import { isText, reading, type Entry } from './definition-text.ts'
import { findingsOf, type Finding } from './finding.view.ts'
import type { Surrounding } from './part.view.ts'
import { isEditable, type Proposal } from './proposal.ts'

/** What every page of the designer shows beside its own: the line, the proof, and what stands in its way. */
export interface Workspace {
  proposal: Proposal
  appraisal: Appraisal
  isEditable: boolean
  /** Undefined while there is no whole bundle. */
  line: Line | undefined
  state: 'empty' | 'faulty' | 'proved'
  findings: Finding[]
  figures: { visits: number; days: number; combinations: number; items: number } | undefined
  followers: { id: string; title: string; isProved: boolean; findings: Finding[] }[]
}

/** Of the saved text, or of one that is being typed. */
export function workspaceOf(proposal: Proposal, text: string, around: Surroundings, words: Words): Workspace {
  const appraisal = appraise(text, around)
  const { own, followers, changed } = appraisal
  const verification = own && around.prove(own.definition)
  const findings = findingsOf(appraisal.diagnostics, text, proposal.id, words).sort((a, b) => a.severity.localeCompare(b.severity))
  const touched = new Set(outcomesOf(appraisal))
  return {
    proposal, appraisal, isEditable: isEditable(proposal),
    line: own && lineOf(own.definition, findings, isEditable(proposal) ? proposal.id : undefined, words),
    state: appraisal.diagnostics.some(isError) || followers.some(({ proof }) => !proof) ? 'faulty' : changed.length === 0 ? 'empty' : 'proved',
    findings,
    figures: verification && own && { visits: verification.proof.maxVisits, days: verification.proof.longestPathDays, combinations: verification.proof.combinations, items: own.definition.bundle.items.length },
    followers: followers.filter(one => touched.has(one)).map(({ definition, diagnostics, proof }) => ({
      id: definition.bundle.id, title: words.text(definition.bundle.title), isProved: proof !== undefined,
      findings: findingsOf(diagnostics.filter(isError), text, proposal.id, words),
    })),
  }
}

/** All items and what waits for what, each a way to its page; where something stands in the way, the station says so. */
function lineOf({ bundle, items, departments }: BundleDefinition, findings: readonly Finding[], proposalId: string | undefined, { text }: Words): Line {
  const isFaulty = (code: string, index: number) =>
    findings.some(({ severity, at }) => severity === 'error' && ((at?.kind === 'item' && at.id === code) || (at?.kind === 'bundle' && at.list === 'items' && at.index === index)))
  return drawLine(bundle.items.flatMap(({ item: code, after }, index) => {
    const item = items[code]
    if (!item) return []
    const href = proposalId && paths.proposalThing(proposalId, 'item', code)
    return [{ id: code, label: text(item.name), sub: text(departments[item.department]?.name ?? item.name), state: isFaulty(code, index) ? 'problem' as const : 'planned' as const, after, href }]
  }), 800)
}

/** What controls can offer: what is known, and what the proposal's bundle has so far, whole or not. */
export function surroundingOf({ appraisal }: Workspace, text: string): Surrounding {
  const bundle = reading(text).all('bundle')[0]?.value as Partial<Bundle> | undefined
  const entries = (value: unknown): Entry[] => (Array.isArray(value) ? value.filter((one): one is Entry => typeof one === 'object' && one !== null) : [])
  return {
    catalogue: appraisal.catalogue,
    questions: entries(bundle?.questions).filter(({ id, name, options }) => typeof id === 'string' && isText(name) && Array.isArray(options)) as unknown as Question[],
    ownItems: entries(bundle?.items).map(({ item }) => String(item ?? '')).filter(Boolean),
  }
}
