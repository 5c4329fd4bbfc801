import { createHash } from 'node:crypto'
import type { Day } from '../../limits/calendar.ts'

/**
 * Draws that come out the same whenever they are made about the same thing. Whatever a register says
 * is drawn from the number it is asked by, so that all registers agree on a person, at every start.
 */
export const below = (limit: number, ...about: string[]): number =>
  createHash('sha256').update(about.join('\n')).digest().readUIntBE(0, 6) % limit

/** From `least` to `most`, both included. */
export const between = (least: number, most: number, ...about: string[]): number => least + below(most - least + 1, ...about)

/** One of a list that is not empty. */
export const pick = <T>(list: readonly T[], ...about: string[]): T => list[below(list.length, ...about)] as T

/** At most 60 digits, the first of them no zero. */
export function digits(count: number, ...about: string[]): string {
  const drawn = BigInt(`0x${createHash('sha256').update(about.join('\n')).digest('hex')}`).toString().padStart(70, '7')
  return `${between(1, 9, ...about)}${drawn.slice(-60)}`.slice(0, count)
}

// ── days ────────────────────────────────────────────────────────────────────────────────────────

export const dayNumber = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
export const dayOf = (number: number): Day => new Date(number * 86_400_000).toISOString().slice(0, 10)
export const later = (day: Day, days: number): Day => dayOf(dayNumber(day) + days)
export const yearOf = (day: Day): number => Number(day.slice(0, 4))
export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b)

/** Whole years at `today`. */
export const ageAt = (born: Day, today: Day): number => yearOf(today) - yearOf(born) - (today.slice(5) < born.slice(5) ? 1 : 0)

/** The remainder that is never below zero. */
export const remainder = (number: number, by: number): number => ((number % by) + by) % by

const fourWeeks = 28
/**
 * Something that happened lately: `least` to `least + 27` days ago. It stays on its day for four weeks
 * before it happens again, so that an application filled in over several days reads the same.
 */
export function recently(today: Day, least: number, ...about: string[]): Day {
  const latest = dayNumber(today) - least
  return dayOf(latest - remainder(latest - below(fourWeeks, ...about), fourWeeks))
}
