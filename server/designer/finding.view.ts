import type { Diagnostic, Path } from '../catalogue/diagnostic.ts'
import { shownDiagnostic, type ShownDiagnostic } from '../catalogue/diagnostic-words.ts'
import type { Words } from '../catalogue/definition-words.ts'
import { paths } from '../web/paths.ts'
import { isText, reading, thingKinds, type ThingKind } from './definition-text.ts'
import type { Address } from './edit-part.ts'
import { controlAt } from './part.form.ts'
import { lists, partOfList, type Part } from './part.ts'
import { plainFault } from './plain-fault.view.ts'

/** A diagnostic with the place where it can be put right. */
export interface Finding extends ShownDiagnostic {
  href: string
  /** Whose fault it is; undefined when the text can't be read that far. */
  at: Address | undefined
  /** The control beside which it is shown on the page of its part. */
  control: string | undefined
}

export function findingsOf(diagnostics: readonly Diagnostic[], text: string, proposalId: string, { t, text: inLanguage }: Words): Finding[] {
  const read = reading(text)
  // That something in use is changed is what a proposal is for: it is told where its followers are.
  return diagnostics.filter(({ code }) => code !== 'redefines').map(diagnostic => {
    const placed = placeOf(diagnostic, read)
    const shown = shownDiagnostic(diagnostic, t, inLanguage)
    if (!placed) return { ...shown, href: paths.proposalText(proposalId, shown.line), at: undefined, control: undefined }
    return { ...shown, ...unused(diagnostic, read, { t, text: inLanguage }), ...plainFault(diagnostic, placed.part, placed.rest, { t, text: inLanguage }), at: placed.address, control: controlAt(placed.part, placed.rest)?.name, href: partHref(proposalId, placed.address) }
  })
}

/** What was made and isn't used yet, by its name. */
function unused({ code, subject }: Diagnostic, read: ReturnType<typeof reading>, { t, text }: Words): { problem: string; remedy: string } | undefined {
  const name = code === 'unused' ? thingKinds.filter(kind => kind === subject.kind).map(kind => read.find(kind, subject.id)?.value.name).find(isText) : undefined
  return name && { problem: t('designer:plain.unused', { name: text(name) }), remedy: t('designer:plain.useIt') }
}

export const partHref = (proposalId: string, { kind, id, list, index }: Address): string =>
  list ? paths.proposalEntry(proposalId, kind, id, list, index) : paths.proposalThing(proposalId, kind, id)

interface Placed {
  address: Address
  part: Part
  /** What is left of the path inside the part. */
  rest: Path
}

/** A fault in the shape is told by its place in the file, any other by the thing it is about. */
function placeOf({ subject }: Diagnostic, read: ReturnType<typeof reading>): Placed | undefined {
  if (subject.kind !== 'file') {
    const kind = thingKinds.find(one => one === subject.kind)
    return kind && within(kind, subject.id, subject.path)
  }
  for (const kind of thingKinds) {
    const thing = read.all(kind).find(({ at }) => at.every((step, index) => subject.path[index] === step) && (at.length > 0 || kind === 'bundle'))
    if (thing) return within(kind, thing.id, subject.path.slice(thing.at.length))
  }
  return undefined
}

function within(kind: ThingKind, id: string, path: Path): Placed {
  for (const list of Object.keys(lists[kind])) {
    const steps = list.split('.')
    const index = path[steps.length]
    const part = partOfList(kind, list)
    if (part && typeof index === 'number' && steps.every((step, place) => path[place] === step)) return { address: { kind, id, list, index }, part, rest: path.slice(steps.length + 1) }
  }
  return { address: { kind, id }, part: kind, rest: path }
}

const isSame = (a: Address | undefined, b: Address): boolean => a?.kind === b.kind && a.id === b.id && a.list === b.list && a.index === b.index

/** Those about exactly this part. */
export const findingsAt = (findings: readonly Finding[], address: Address): Finding[] => findings.filter(({ at }) => isSame(at, address))

/** Those about a thing or anything in it. */
export const findingsIn = (findings: readonly Finding[], kind: ThingKind, id: string): Finding[] => findings.filter(({ at }) => at?.kind === kind && at.id === id)
