import chineseDays from 'chinese-days'

/** A calendar date as YYYY-MM-DD: limits count days in Beijing, not instants. */
export type Day = string

export interface WorkingCalendar {
  kindOf(day: Day): DayKind
  /** The last day for which the State Council's notice is loaded; later days are only presumed. */
  knownUntil: Day
}

export type DayKind = 'working' | 'weekend' | 'holiday' | 'makeUpWorkday'

export const dayAfter = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

export const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** Looking a day up costs 2 µs, and a queue asks for a thousand. */
const published = new Map<Day, DayKind>()

/** Public holidays and make-up workdays as published; past `knownUntil` every weekday is presumed to be a working day. */
export const publishedCalendar: WorkingCalendar = {
  knownUntil: '2026-12-31',
  kindOf(day) {
    if (day > this.knownUntil) return isWeekend(day) ? 'weekend' : 'working'
    const kind = published.get(day) ?? publishedKind(day)
    published.set(day, kind)
    return kind
  },
}

function publishedKind(day: Day): DayKind {
  const { work } = chineseDays.getDayDetail(day)
  if (work) return isWeekend(day) ? 'makeUpWorkday' : 'working'
  return isWeekend(day) ? 'weekend' : 'holiday'
}

export const isWorkingDay = (calendar: WorkingCalendar, day: Day): boolean => ['working', 'makeUpWorkday'].includes(calendar.kindOf(day))

/** The day in Beijing at an instant. */
export const beijingDay = (at: Date): Day => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
