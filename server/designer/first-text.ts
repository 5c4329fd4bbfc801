import { withoutDefaults } from '../catalogue/definition-file.ts'
import type { Catalogue } from '../catalogue/definition.ts'
import { edited, type Entry, type ThingKind } from './definition-text.ts'
import { thingOf } from './appraise.ts'
import type { NewBundle } from './proposal.form.ts'

/** The text a new bundle begins with: what was typed, and a promise to be put right. */
export const newBundleText = ({ id, zh, en, audience, stage, leadDepartment }: NewBundle): string =>
  edited('', [{ add: 'bundle', value: { id, title: { zh, en }, summary: { zh, en }, audience, stage, leadDepartment, decisionSections: ['二.1'], promisedTotal: { value: 5, unit: 'workingDay' }, maxVisits: 0 } }])

/** A thing as it is in use, to be changed: the text holds nothing else. */
export function textOf(kind: ThingKind, id: string, { catalogue }: { catalogue: Catalogue }): string | undefined {
  const thing = thingOf(catalogue, kind, id)
  return thing && edited('', [{ add: kind, value: withoutDefaults(thing) as Entry }])
}

/** A bundle in use under another id, for a matter that is much like it. */
export function copyOf(id: string, copyId: string, title: { zh: string; en: string }, { catalogue }: { catalogue: Catalogue }): string | undefined {
  const bundle = catalogue.bundles.get(id)
  return bundle && edited('', [{ add: 'bundle', value: { ...(withoutDefaults(bundle) as Entry), id: copyId, title } }])
}
