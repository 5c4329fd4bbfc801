import { LRUCache } from 'lru-cache'
import type { Language } from './texts.ts'

const zone = 'Asia/Shanghai'

/** How dates, times and numbers are written, per language, always in Beijing time. */
export interface Formats {
  day(day: string): string
  time(at: string): string
  /** The hour and minute alone, where the day stands above. */
  clock(at: string): string
  money(fen: number): string
  number(value: number): string
  caseNumber(number: string): string
}

function build(language: Language): Formats {
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric' })
  const clock = new Intl.DateTimeFormat(language, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, year: 'numeric', month: language === 'en' ? 'short' : 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const number = new Intl.NumberFormat(language)
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY' })
  return {
    // An instant is the day it is in Beijing, not in Greenwich.
    day: kept(text => day.format(new Date(text.length > 10 ? text : `${text}T12:00:00+08:00`))),
    time: kept(at => time.format(new Date(at))),
    clock: kept(at => clock.format(new Date(at))),
    money: fen => money.format(fen / 100),
    number: value => number.format(value),
    caseNumber: text => (/^\d{15,}$/.test(text) ? `${text.slice(0, 6)} ${text.slice(6, 14)} ${text.slice(14)}` : text),
  }
}

/** A page has dozens of dates, and the next page mostly the same: writing one takes as long as looking a hundred up. */
function kept(write: (text: string) => string): (text: string) => string {
  const written = new LRUCache<string, string>({ max: 5_000 })
  return text => {
    const known = written.get(text)
    if (known !== undefined) return known
    const now = write(text)
    written.set(text, now)
    return now
  }
}

const built: Record<Language, Formats> = { 'zh-CN': build('zh-CN'), en: build('en') }
export const formats = (language: Language): Formats => built[language]
