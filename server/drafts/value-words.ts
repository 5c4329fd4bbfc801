import type { Db } from '../../db/connect.ts'
import type { Field, Text } from '../catalogue/definition.ts'
import { regionPath } from '../offices/office.store.ts'
import { isRegionCode } from '../offices/region.ts'
import type { Formats } from '../web/formats.ts'
import type { Language, Translate } from '../web/texts.ts'
import type { Value } from './draft.ts'

/** What it takes to write a value for a reader. */
export interface Words {
  t: Translate
  text: (text: Text) => string
  format: Formats
  regionName: (code: string) => string
}

/** Words in a language, with the names of the regions among these values. */
export async function wordsFor(db: Db, { t, text, language }: Pick<Words, 't' | 'text'> & { language: Language }, format: Formats, values: Iterable<Value | undefined>): Promise<Words> {
  const codes = new Set([...values].flat().filter(value => value !== undefined && isRegionCode(value)) as string[])
  const paths = await Promise.all([...codes].map(async code => [code, (await regionPath(db, code)).map(text)] as const))
  const names = new Map(paths.map(([code, path]) => [code, language === 'en' ? path.toReversed().join(', ') : path.join('')]))
  return { t, text, format, regionName: code => names.get(code) || code }
}

/** A value as it is read, not as it is kept. */
export function valueInWords({ type, options }: Pick<Field, 'type' | 'options'>, value: Value, words: Words): string {
  const { t, text, format, regionName } = words
  const optionName = (one: string) => {
    const option = options?.find(({ value }) => value === one)
    return option ? text(option) : one
  }
  if (Array.isArray(value)) return value.map(optionName).join(t('components:listSeparator'))
  switch (type) {
    case 'choice': case 'choices': return optionName(value)
    case 'yesNo': return value === 'yes' ? t('components:yes') : value === 'no' ? t('components:no') : value
    case 'region': return regionName(value)
    case 'date': return /^\d{4}-\d{2}-\d{2}$/.test(value) ? format.day(value) : value
    case 'money': return /^-?\d+$/.test(value) ? format.money(Number(value)) : value
    default: return value
  }
}

/**
 * A value in part: enough to recognise, not enough to learn. Numbers that identify somebody or pay him
 * are never shown whole; `isVouched` is false when somebody else could be meant, and then nothing is.
 */
export function maskedInWords(field: Field, value: Value, words: Words, isVouched: boolean): string {
  const whole = valueInWords(field, value, words)
  const characters = [...whole]
  const hidden = (start: number, end: number) =>
    characters.length <= start + end ? '*'.repeat(characters.length) : characters.slice(0, start).join('') + '*'.repeat(characters.length - start - end) + characters.slice(characters.length - end).join('')
  switch (field.type) {
    case 'idNumber': return hidden(6, 2)
    case 'bankAccount': return hidden(0, 4)
    case 'phone': return hidden(3, 4)
  }
  if (isVouched) return whole
  switch (field.type) {
    case 'personName': return hidden(1, 0)
    case 'region': case 'address': case 'text': case 'longText': return hidden(Math.min(6, Math.floor(characters.length / 3)), 0)
    case 'date': return `${whole.slice(0, 5)}**`
    default: return '***'
  }
}
