import chineseDays from 'chinese-days'
import type { Text } from '../catalogue/definition.ts'

/** The holidays of 《全国年节及纪念日放假办法》 by the word that names them in a notice. */
export const holidays: Record<string, Text> = {
  元旦: { zh: '元旦', en: 'New Year’s Day' },
  春节: { zh: '春节', en: 'Spring Festival' },
  清明: { zh: '清明节', en: 'Tomb-Sweeping Day' },
  劳动: { zh: '劳动节', en: 'Labour Day' },
  端午: { zh: '端午节', en: 'Dragon Boat Festival' },
  中秋: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  国庆: { zh: '国庆节', en: 'National Day' },
}

/** Any word the notices use: 清明节, 国庆节、中秋节, or a day proclaimed once. */
export function holidayName(word: string): Text {
  const found = Object.keys(holidays).filter(key => word.includes(key)).sort((a, b) => word.indexOf(a) - word.indexOf(b)).map(key => holidays[key] as Text)
  if (found.length === 0) return { zh: word, en: word }
  return { zh: found.map(({ zh }) => zh).join('、'), en: found.map(({ en }) => en).join(' and ') }
}

/**
 * The State Council's notice of a year is among those that ship. New Year's Day is a holiday in each,
 * and the package says nothing about a year it does not know.
 */
export const isPublished = (year: number): boolean => chineseDays.getDayDetail(`${year}-01-01`).name.includes(',')

/** What a published notice says of a day; undefined for the days it does not mention. */
export function publishedDay(day: string): { isOff: boolean; name: Text } | undefined {
  const { work, name } = chineseDays.getDayDetail(day)
  const [en, zh] = name.split(',')
  if (zh === undefined) return undefined
  const known = holidayName(zh)
  return { isOff: !work, name: known.zh === zh && !(zh in holidays) ? { zh, en: en ?? zh } : known }
}
