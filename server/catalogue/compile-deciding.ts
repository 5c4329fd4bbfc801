import type { Handling, LimitUnit, ServiceItem } from './definition.ts'
import { doubles } from './compile-things.ts'
import { error, type Diagnostic, type Path, type Subject } from './diagnostic.ts'

type At = (...path: Path) => Subject

/** What is wrong with the way an item is decided: by whom, with whose agreement, how much later at most. */
export function faultsOfDeciding(item: ServiceItem): Diagnostic[] {
  const at: At = (...path) => ({ kind: 'item', id: item.code, path })
  return [...faultsOfExtension(item, at), ...faultsOfSignOff(item, at), ...faultsOfGranting(item, at)]
}

/** An extension runs on where the limit ends, so it counts in the same unit; after hours, in working days. */
function faultsOfExtension({ name: item, handling, extension, statutoryLimit, promisedLimit }: ServiceItem, at: At): Diagnostic[] {
  if (!extension) return []
  const counted = (statutoryLimit ?? promisedLimit).unit
  const unit: LimitUnit = counted === 'hour' ? 'workingDay' : counted
  const params = { item, unit: extension.unit, expected: unit }
  return [
    ...(handling === 'immediate' ? [error('extensionImmediate', at('extension'), params)] : []),
    ...(extension.unit !== unit ? [error('extensionUnit', at('extension', 'unit'), params)] : []),
    ...(extension.value < 1 || !Number.isInteger(extension.value) ? [error('extensionEmpty', at('extension', 'value'), params)] : []),
    ...(extension.basis ? [] : [error('extensionWithoutBasis', at('extension'), params)]),
  ]
}

/** 审核 comes before 审批: whoever answers for the office has the last word. */
function faultsOfSignOff({ name: item, signOff }: ServiceItem, at: At): Diagnostic[] {
  const headAt = signOff.findIndex(({ by }) => by === 'head')
  return [
    ...doubles(signOff, ({ by }) => by).map(index => error('signOffDouble', at('signOff', index), { item })),
    ...signOff.flatMap(({ by }, index) => (by === 'secondOfficer' && headAt >= 0 && headAt < index ? [error('signOffOrder', at('signOff', index), { item })] : [])),
  ]
}

const handedIn: readonly Handling[] = ['handIn', 'deferrable', 'commitment', 'optional']

/** What nobody applies for and nobody decides can't ask anything of anybody (免申即享). */
function faultsOfGranting({ name: item, kind, withoutApplication, signOff, presence, materials, result }: ServiceItem, at: At): Diagnostic[] {
  if (withoutApplication === undefined) return []
  return [
    ...(kind === 'permit' ? [error('grantedPermit', at('withoutApplication'), { item })] : []),
    ...(signOff.length > 0 ? [error('grantedSignOff', at('signOff'), { item })] : []),
    ...(result.fields.length > 0 ? [error('grantedFields', at('result', 'fields'), { item })] : []),
    ...presence.map((_, index) => error('grantedPresence', at('presence', index), { item })),
    ...materials.flatMap(({ handling, material }, index) => (handedIn.includes(handling) ? [error('grantedMaterial', at('materials', index), { item, material })] : [])),
  ]
}
