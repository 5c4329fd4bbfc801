import type { Field } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import type { Value } from '../drafts/draft.ts'
import { regionPath } from '../offices/office.store.ts'
import { isRegionCode } from '../offices/region.ts'
import { maskNumber, maskPhone } from '../people/mask.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'

/** A value in words of the reader's language. */
export type Show = (field: Pick<Field, 'type' | 'options'>, value: Value | undefined) => string

type Speaker = Pick<RequestLocals, 't' | 'text' | 'language'>

/** Writes out the values of a page; the regions among them are named beforehand. */
export async function shower({ db }: Pick<Ctx, 'db'>, { t, text, language }: Speaker, values: Iterable<Value | undefined>): Promise<Show> {
  const codes = new Set([...values].flat().filter(value => value !== undefined && isRegionCode(value)) as string[])
  const paths = new Map(await Promise.all([...codes].map(async code => [code, await regionPath(db, code)] as const)))
  const format = formats(language)
  const regionName = (code: string): string => {
    const names = (paths.get(code) ?? []).map(text)
    return names.length === 0 ? code : language === 'en' ? names.reverse().join(', ') : names.join('')
  }
  return ({ type, options }, value) => {
    if (value === undefined || value.length === 0) return ''
    const optionName = (one: string) => { const option = options?.find(each => each.value === one); return option ? text(option) : one }
    if (Array.isArray(value)) return value.map(optionName).join(t('components:listSeparator'))
    if (type === 'choice') return optionName(value)
    if (type === 'yesNo') return t(value === 'yes' ? 'components:yes' : 'components:no')
    if (type === 'date') return format.day(value)
    if (type === 'money') return format.money(Number(value))
    if (type === 'region') return regionName(value)
    return value
  }
}

/** Numbers that give access to a person's money or telephone; they are shown whole only to whoever says what for. */
export const masked = (field: Pick<Field, 'type'>, value: Value | undefined): string | undefined => {
  if (typeof value !== 'string' || value === '') return undefined
  if (field.type === 'bankAccount') return maskNumber(value)
  return field.type === 'phone' ? maskPhone(value) : undefined
}
