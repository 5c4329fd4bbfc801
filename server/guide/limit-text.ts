import type { Limit } from '../catalogue/definition.ts'
import { hoursOfWorkingDay } from '../catalogue/planned-item.ts'
import type { Translate } from '../web/texts.ts'

/** A limit as people say it: nothing is “0 working days”, and half a day is four hours. */
export function limitText(t: Translate, { value, unit }: Pick<Limit, 'value' | 'unit'>): string {
  if (value === 0) return t('guide:limit.onTheSpot')
  if (unit === 'workingDay' && value < 1) return t('guide:limit.workingHour', { count: Math.ceil(value * hoursOfWorkingDay) })
  return t(`guide:limit.${unit}`, { count: value })
}
