import type { Constraints, Field, FieldType, Level } from '../catalogue/definition.ts'
import type { Day } from '../limits/calendar.ts'
import { compactNumber, isEmail, isIdNumber, isPersonName, isPhone, isRealDay, isUscc, tidyEmail, tidyName, tidyPhone } from '../people/identity-number.ts'
import type { Problem } from '../web/form.ts'
import type { Value } from './draft.ts'

/** A field with the constraints that every item together puts on it. */
export interface FieldShape {
  field: Field
  constraints: Constraints
}

/** What the rules need to know of the world. */
export interface World {
  today: Day
  /** The level of a region code; undefined when there is no such region. */
  regionLevel: (code: string) => Level | undefined
}

/** Neither member: nothing was typed. Whether that will do is asked by `completeness.ts`. */
export interface Read {
  value?: Value
  problem?: Omit<Problem, 'field'>
}

type Rule = (typed: string, shape: FieldShape, world: World) => Read

const value = (one: Value): Read => ({ value: one })
const problem = (code: string, params?: Problem['params']): Read => ({ problem: params ? { code, params } : { code } })

/**
 * What was typed, as the value of its field, or what is wrong with it.
 *
 * Forgives how people write (spaces, full-width digits, 2026年3月2日), never what they mean. A value
 * reads as itself: what is kept passes again, unless the field's constraints have become stricter.
 */
export function readFieldValue(shape: FieldShape, typed: Value, world: World): Read {
  if (shape.field.type === 'choices') return readChoices(shape, [typed].flat())
  const one = (Array.isArray(typed) ? typed[0] : typed)?.trim() ?? ''
  return one === '' ? {} : rules[shape.field.type](one, shape, world)
}

/** A value as it stands in its box, to be typed over: money in yuan, everything else as it is. */
export const typedAs = (type: FieldType, kept: Value): Value =>
  type === 'money' && typeof kept === 'string' ? `${kept.slice(0, -2) || '0'}.${kept.slice(-2).padStart(2, '0')}`.replace(/\.00$/, '') : kept

const rules: Record<Exclude<FieldType, 'choices'>, Rule> = {
  text: (typed, shape) => ofLength(typed, shape, 200),
  address: (typed, shape) => ofLength(typed, shape, 200),
  longText: (typed, shape) => ofLength(typed, shape, 2000),
  personName: (typed, shape) => (isPersonName(tidyName(typed)) ? ofLength(tidyName(typed), shape, 50) : problem('personName')),
  idNumber: (typed, _, { today }) => {
    const number = compactNumber(typed)
    return isIdNumber(number, today) ? value(number) : problem('idNumber')
  },
  uscc: typed => (isUscc(compactNumber(typed)) ? value(compactNumber(typed)) : problem('uscc')),
  phone: typed => (isPhone(tidyPhone(typed)) ? value(tidyPhone(typed)) : problem('phone')),
  email: typed => (isEmail(tidyEmail(typed)) ? value(tidyEmail(typed)) : problem('email')),
  date: readDay,
  region: readRegion,
  bankAccount: typed => {
    const number = compactNumber(typed)
    return isAccountNumber(number) ? value(number) : problem('bankAccount')
  },
  integer: (typed, shape) => readNumber(typed, shape, /^-?\d{1,15}$/, 'notInteger'),
  decimal: (typed, shape) => readNumber(typed, shape, /^-?\d{1,12}(\.\d{1,6})?$/, 'notANumber'),
  money: (typed, shape) => {
    const read = readNumber(typed.replace(/[¥￥元]/g, ''), shape, /^-?\d{1,13}(\.\d{1,2})?$/, 'notAnAmount')
    return typeof read.value === 'string' ? value(String(Math.round(Number(read.value) * 100))) : read
  },
  choice: (typed, { field }) => (field.options?.some(option => option.value === typed) ? value(typed) : problem('notAnOption')),
  yesNo: typed => (typed === 'yes' || typed === 'no' ? value(typed) : problem('notAnOption')),
}

function readChoices({ field }: FieldShape, typed: string[]): Read {
  const chosen = typed.filter(one => one !== '')
  const options = field.options?.map(option => option.value) ?? []
  if (chosen.some(one => !options.includes(one))) return problem('notAnOption')
  return chosen.length === 0 ? {} : value(options.filter(option => chosen.includes(option)))
}

/** Lengths count characters as people do, so that a rare character outside the basic plane is one. */
function ofLength(typed: string, { constraints }: FieldShape, most: number): Read {
  const length = [...typed].length
  const max = constraints.maxLength ?? most
  if (length > max) return problem('tooLong', { max })
  if (length < (constraints.minLength ?? 0)) return problem('tooShort', { min: constraints.minLength as number })
  return value(typed)
}

/** Numbers people type have thousands separators; a field that doesn't say otherwise has none below zero. */
function readNumber(typed: string, { constraints: { min = 0, max } }: FieldShape, pattern: RegExp, code: string): Read {
  const plain = typed.normalize('NFKC').replace(/[\s,，]/g, '')
  if (!pattern.test(plain)) return problem(code)
  const number = Number(plain)
  if (number < min) return problem('tooSmall', { min })
  if (max !== undefined && number > max) return problem('tooBig', { max })
  return value(String(number))
}

function readDay(typed: string, { constraints: { notBefore, notAfter } }: FieldShape, { today }: World): Read {
  const parts = /^(\d{4})(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?|(\d{2})(\d{2}))$/.exec(typed.normalize('NFKC').replaceAll(' ', ''))
  if (!parts) return problem('notADate')
  const day = `${parts[1]}-${(parts[2] ?? parts[4] ?? '').padStart(2, '0')}-${(parts[3] ?? parts[5] ?? '').padStart(2, '0')}`
  if (!isRealDay(day) || day < '1850' || day > '2200') return problem('notADate')
  if (notBefore && day < (notBefore === 'today' ? today : notBefore)) return notBefore === 'today' ? problem('pastDate') : problem('tooEarly', { day: notBefore })
  if (notAfter && day > (notAfter === 'today' ? today : notAfter)) return notAfter === 'today' ? problem('futureDate') : problem('tooLate', { day: notAfter })
  return value(day)
}

const depth: Partial<Record<Level, number>> = { city: 1, county: 2, township: 3, village: 4 }

function readRegion(typed: string, { constraints: { regionLevel = 'county' } }: FieldShape, world: World): Read {
  const level = world.regionLevel(typed)
  return level && (depth[level] ?? 0) >= (depth[regionLevel] ?? 0) ? value(typed) : problem('region')
}

/**
 * Numbers of cards (62…, 16 to 19 digits) carry a check digit; those of companies' accounts and old
 * passbooks have no rule that all banks share.
 */
const isAccountNumber = (number: string): boolean => (/^62\d{14,17}$/.test(number) ? keepsLuhn(number) : /^\d{8,30}$/.test(number))

/** ISO/IEC 7812-1: every second digit from the right counts double. */
function keepsLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const double = Number(digit) * 2
    return total + (index % 2 === 0 ? Number(digit) : double > 9 ? double - 9 : double)
  }, 0)
  return sum % 10 === 0
}
