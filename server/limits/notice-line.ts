import { isWeekend, type Day } from './calendar.ts'
import { daysAfter } from './legal-clocks.ts'

/** What is wrong in a notice: a text in `limits:problem.<code>`. */
export interface NoticeProblem {
  code: string
  params: Record<string, string | number>
}

/** What one line of a notice says: the days off, and the weekend days worked for them. */
export interface NoticeLine {
  off: Day[]
  worked: Day[]
  problems: NoticeProblem[]
}

interface Place {
  line: number
  year: number
}

interface ReadDate {
  day: Day | undefined
  text: string
}

const dateWords = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:〔([一二三四五六日])〕)?`
const rangeWords = new RegExp(`${dateWords}(?:\\s*[至到—–~-]+\\s*${dateWords})?`, 'g')
const otherWords = /放假调休|放假|调休|补休|休息|上班|与周末连休|连休|共\d+天|[、，,和及与\s]/g

/** “（农历腊月二十八、周日）” → “〔日〕”: of what stands in brackets only the day of the week is checked. */
export const withoutBrackets = (text: string): string =>
  text.replace(/[（(][^（）()]*?(?:周|星期)([一二三四五六日天])[^（）()]*[）)]/g, (_, weekday: string) => `〔${weekday === '天' ? '日' : weekday}〕`).replace(/[（(][^（）()]*[）)]/g, '')

/** Reads “2月15日至23日放假调休，共9天。2月14日、2月28日上班。” with everything that is wrong in it. */
export function readLine(text: string, place: Place): NoticeLine {
  const read: NoticeLine = { off: [], worked: [], problems: [] }
  for (const sentence of text.split(/[。；;]/).map(one => one.trim()).filter(one => one !== '')) readSentence(sentence, place, read)
  return read
}

function readSentence(sentence: string, place: Place, read: NoticeLine): void {
  const isWork = sentence.includes('上班')
  const ranges = [...sentence.matchAll(rangeWords)]
  const rest = sentence.replace(rangeWords, '').replace(otherWords, '')
  if (ranges.length === 0 || rest !== '' || !(isWork || /放假|补休|调休|休息/.test(sentence))) {
    read.problems.push({ code: 'unreadable', params: { line: place.line, text: sentence.slice(0, 40) } })
    return
  }
  const days: Day[] = []
  let month = ''
  for (const match of ranges) {
    const from = readDate(match.slice(1, 5), month, place, read.problems)
    month = match[2] ?? month
    const to = match[7] === undefined ? from : readDate(match.slice(5, 9), month, place, read.problems)
    month = match[6] ?? month
    days.push(...stretch(from, to, place, read.problems))
  }
  const said = /共(\d+)天/.exec(sentence)?.[1]
  if (said && days.length > 0 && Number(said) !== days.length) read.problems.push({ code: 'wrongCount', params: { line: place.line, said, counted: days.length } })
  for (const day of isWork ? days.filter(one => !isWeekend(one)) : []) read.problems.push({ code: 'workedWeekday', params: { line: place.line, day } })
  ;(isWork ? read.worked : read.off).push(...days)
}

const weekdays = '日一二三四五六'

/** A date without a year is of the notice's year, save the last days of December, which begin its New Year. */
function readDate([yearText, monthText, dayText, weekday]: (string | undefined)[], lastMonth: string, { line, year }: Place, problems: NoticeProblem[]): ReadDate {
  const month = monthText ?? lastMonth
  const text = `${yearText ? `${yearText}年` : ''}${month}月${dayText}日`
  const ofYear = yearText ? Number(yearText) : year
  const day = `${ofYear}-${month.padStart(2, '0')}-${(dayText ?? '').padStart(2, '0')}`
  const time = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    problems.push({ code: 'notADay', params: { line, text } })
    return { day: undefined, text }
  }
  if (day < `${year - 1}-12-25` || day > `${year}-12-31`) problems.push({ code: 'otherYear', params: { line, day, year } })
  const real = weekdays[new Date(time).getUTCDay()]
  if (weekday && weekday !== real) problems.push({ code: 'wrongWeekday', params: { line, text, said: weekday, real: real ?? '' } })
  return { day, text }
}

function stretch(from: ReadDate, to: ReadDate, { line }: Place, problems: NoticeProblem[]): Day[] {
  if (from.day === undefined || to.day === undefined) return []
  if (to.day < from.day || daysAfter(from.day, 20) < to.day) {
    problems.push({ code: 'badStretch', params: { line, from: from.text, to: to.text } })
    return []
  }
  const days: Day[] = []
  for (let day = from.day; day <= to.day; day = daysAfter(day, 1)) days.push(day)
  return days
}
