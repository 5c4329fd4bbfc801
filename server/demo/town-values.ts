import type { Constraints, Field } from '../catalogue/definition.ts'
import { regionAtLevel } from '../offices/region.ts'
import type { Value } from '../drafts/draft.ts'
import { daysFrom, exampleFor, type Matter } from './town-examples.ts'
import { idNumberOf, phoneOf, usccOf } from './town-people.ts'

/** A proper value of a field, as somebody of the town would have it: the one that fits the field, else one that fits its type. */
export function exampleValue(field: Field, constraints: Constraints, matter: Matter): Value {
  return exampleFor(field.id, matter) ?? byType(field, constraints, matter)
}

function byType(field: Field, constraints: Constraints, matter: Matter): Value {
  switch (field.type) {
    case 'personName': return matter.name
    case 'idNumber': return idNumberOf('1989-10-17', matter.sex)
    case 'uscc': return usccOf(900)
    case 'phone': return phoneOf(9)
    case 'email': return 'resident@example.com'
    case 'date': return dayWithin(constraints, matter)
    case 'region': return regionAtLevel(matter.regionCode, constraints.regionLevel ?? 'county')
    case 'address': return matter.address
    case 'bankAccount': return cardNumber(matter.digits(9))
    case 'integer': case 'decimal': return String(numberWithin(constraints, 12))
    case 'money': return String(numberWithin(constraints, 12) * 100)
    case 'choice': return field.options?.[0]?.value ?? ''
    case 'choices': return field.options?.slice(0, 1).map(({ value }) => value) ?? []
    case 'yesNo': return 'no'
    case 'text': return textWithin(constraints, `${field.name.zh}${matter.digits(4)}`, matter)
    case 'longText': return textWithin(constraints, `${field.name.zh}：情况属实，无其他需要说明的事项。`, matter)
  }
}

function dayWithin({ notBefore, notAfter }: Constraints, { today }: Matter): string {
  if (notBefore !== undefined) return daysFrom(notBefore === 'today' ? today : notBefore, 14)
  return daysFrom(notAfter === undefined || notAfter === 'today' ? today : notAfter, -21)
}

const numberWithin = ({ min = 0, max = Infinity }: Constraints, wanted: number): number => Math.min(Math.max(wanted, Math.ceil(min)), max)

/** Fields for numbers of papers are short and want their full length. */
function textWithin({ minLength = 0, maxLength = 200 }: Constraints, wanted: string, { digits }: Matter): string {
  const fitting = [...wanted].length <= maxLength ? wanted : digits(Math.max(minLength, Math.min(maxLength, 10)))
  return fitting.length >= minLength ? fitting : fitting + digits(minLength - fitting.length)
}

/** A card number of an invented bank with the right check digit (ISO/IEC 7812-1). */
export function cardNumber(digits: string): string {
  const body = `622999${digits}`
  const sum = [...body].reverse().reduce((total, one, index) => {
    const value = Number(one) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return body + String((10 - (sum % 10)) % 10)
}
