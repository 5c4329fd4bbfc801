import fc from 'fast-check'
import { publishedCalendar, calendarOf, dayAfter, isWorkingDay, type CalendarDay, type Day } from '../../server/limits/calendar.ts'
import { bindingCount, countOut, type Amount, type ClosedPause } from '../../server/limits/clock.ts'
import { daysAfter } from '../../server/limits/legal-clocks.ts'

// What holds for every count, whatever the plan, the pauses and the calendar.
const day = fc.integer({ min: 0, max: 900 }).map(offset => daysAfter('2025-01-01', offset))
const limit: fc.Arbitrary<Amount> = fc.record({ value: fc.integer({ min: 0, max: 70 }), unit: fc.constantFrom('workingDay' as const, 'calendarDay' as const, 'hour' as const) })
const pause: fc.Arbitrary<ClosedPause> = fc.tuple(day, fc.integer({ min: 0, max: 40 })).map(([from, length]) => ({ from, to: daysAfter(from, length), why: 'hearing' }))
const pauses = fc.array(pause, { maxLength: 5 })
const changed: fc.Arbitrary<CalendarDay[]> = fc.array(fc.record({ day, kind: fc.constantFrom('holiday' as const, 'workingDay' as const), name: fc.constant({ zh: '放假', en: 'Day off' }) }), { maxLength: 30 })
const calendar = changed.map(days => calendarOf(days, []))
const isPaused = (on: Day, all: readonly ClosedPause[]) => all.some(({ from, to }) => from <= on && on <= to)
const runs = { numRuns: 400 }

test('a clock never runs backwards: it ends on or after its start, and a later start never ends earlier', () => {
  fc.assert(fc.property(day, fc.integer({ min: 0, max: 30 }), limit, pauses, calendar, (from, later, counted, all, on) => {
    const first = countOut(from, counted, on, { pauses: all })
    expect(first.dueOn >= from).toBe(true)
    expect(countOut(daysAfter(from, later), counted, on, { pauses: all }).dueOn >= first.dueOn).toBe(true)
  }), runs)
})

test('a longer limit never ends earlier, nor an extended one', () => {
  fc.assert(fc.property(day, limit, fc.integer({ min: 1, max: 20 }), pauses, calendar, (from, counted, more, all, on) => {
    const { dueOn } = countOut(from, counted, on, { pauses: all })
    expect(countOut(from, { ...counted, value: counted.value + more }, on, { pauses: all }).dueOn >= dueOn).toBe(true)
    expect(countOut(from, counted, on, { pauses: all, extension: { value: more, unit: 'workingDay' } }).dueOn >= dueOn).toBe(true)
  }), runs)
})

test('no paused day counts, and none is the last day', () => {
  fc.assert(fc.property(day, limit, pauses, calendar, (from, counted, all, on) => {
    const { dueOn, steps } = countOut(from, counted, on, { pauses: all })
    expect(steps.filter(step => step.counts && isPaused(step.day, all))).toEqual([])
    expect(isPaused(dueOn, all)).toBe(false)
  }), runs)
})

test('one special procedure more never makes the date earlier', () => {
  fc.assert(fc.property(day, limit, pauses, pause, calendar, (from, counted, all, more, on) => {
    expect(countOut(from, counted, on, { pauses: [...all, more] }).dueOn >= countOut(from, counted, on, { pauses: all }).dueOn).toBe(true)
  }), runs)
})

test('the order of special procedures, and whether they are told as one or as two that touch, changes nothing', () => {
  fc.assert(fc.property(day, limit, pauses, pause, fc.nat(), calendar, (from, counted, all, whole, cut, on) => {
    const { dueOn } = countOut(from, counted, on, { pauses: [...all, whole] })
    const length = (Date.parse(whole.to) - Date.parse(whole.from)) / 86_400_000
    const middle = daysAfter(whole.from, cut % (length + 1))
    const parts = middle === whole.to ? [whole] : [{ ...whole, to: middle }, { ...whole, from: dayAfter(middle) }]
    expect(countOut(from, counted, on, { pauses: [...parts, ...all].reverse() }).dueOn).toBe(dueOn)
  }), runs)
})

test('the last day is one on which the offices are open', () => {
  fc.assert(fc.property(day, limit, pauses, calendar, (from, counted, all, on) => {
    expect(isWorkingDay(on, countOut(from, counted, on, { pauses: all }).dueOn)).toBe(true)
  }), runs)
})

test('the trace is whole: every day after the start once, in order, to the last day, with as many that count as the limit has', () => {
  fc.assert(fc.property(day, limit, pauses, calendar, (from, counted, all, on) => {
    if (counted.unit === 'hour') return
    const { dueOn, steps } = countOut(from, counted, on, { pauses: all })
    let expected = from
    for (const step of steps) expect(step.day).toBe((expected = dayAfter(expected)))
    expect(expected).toBe(dueOn)
    expect(steps.filter(({ counts }) => counts)).toHaveLength(counted.value)
  }), runs)
})

test('what binds is never later than the promise nor than the statute', () => {
  fc.assert(fc.property(day, limit, limit, pauses, calendar, (from, promised, statutory, all, on) => {
    const { dueOn } = bindingCount(from, promised, statutory, on, { pauses: all })
    expect(dueOn <= countOut(from, promised, on, { pauses: all }).dueOn).toBe(true)
    expect(dueOn <= countOut(from, statutory, on, { pauses: all }).dueOn).toBe(true)
  }), runs)
})

test('a procedure that lasts gives no date; ended on any day, the clock goes on with exactly what was left', () => {
  fc.assert(fc.property(day, limit, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (from, counted, begins, lasts) => {
    if (counted.unit !== 'workingDay' || counted.value === 0) return // a duty of the day itself has nothing left to count
    const opened = daysAfter(from, begins)
    const stopped = countOut(from, counted, publishedCalendar, { pauses: [{ from: opened, to: null, why: 'hearing' }] })
    const closed = { from: opened, to: daysAfter(opened, lasts), why: 'hearing' }
    const after = countOut(from, counted, publishedCalendar, { pauses: [closed] })
    if (stopped.dueOn !== null) return expect(after.dueOn).toBe(stopped.dueOn)
    expect(after.dueOn).toBe(countOut(closed.to > from ? closed.to : from, { ...counted, value: stopped.left }, publishedCalendar).dueOn)
  }), runs)
})
