import fc from 'fast-check'
import { dayOf, dayNumber, recently } from '../../server/demo/registers/draw.ts'
import { childrenOfMother, counterpartOf, motherOf, numberFrom, strangerTo } from '../../server/demo/registers/lineage.ts'
import { birthDayOf, isIdNumber, sexOf } from '../../server/people/identity-number.ts'

const today = '2026-03-02'
const anybody = fc.record({
  place: fc.constantFrom('330106', '330782', '331127', '110101'),
  day: fc.integer({ min: dayNumber('1932-01-01'), max: dayNumber(today) }),
  order: fc.integer({ min: 0, max: 999 }),
}).map(numberFrom)

test('everybody has one counterpart, of the other sex and nearly the same age, whose counterpart he is', () => {
  fc.assert(fc.property(anybody, one => {
    const other = counterpartOf(one)
    expect(isIdNumber(other)).toBe(true)
    expect(sexOf(other)).not.toBe(sexOf(one))
    expect(Math.abs(dayNumber(birthDayOf(other)) - dayNumber(birthDayOf(one)))).toBeLessThan(1461)
    expect(counterpartOf(other)).toBe(one)
  }))
})

test('a mother on record has the child, and a child the mother', () => {
  fc.assert(fc.property(anybody, one => {
    const mother = motherOf(one)
    if (mother) {
      expect(sexOf(mother)).toBe('female')
      expect(childrenOfMother(mother, today)).toContain(one)
    }
    if (sexOf(one) === 'female') for (const child of childrenOfMother(one, today)) expect(motherOf(child)).toBe(one)
  }))
})

test('children are born to grown mothers, at most two, none in the future', () => {
  fc.assert(fc.property(anybody, one => {
    const children = childrenOfMother(one, today)
    expect(children.length).toBeLessThanOrEqual(2)
    for (const child of children) {
      expect(isIdNumber(child, today)).toBe(true)
      const age = (dayNumber(birthDayOf(child)) - dayNumber(birthDayOf(one))) / 365.25
      expect(age).toBeGreaterThan(24)
      expect(age).toBeLessThan(37)
    }
  }))
})

test('a stranger is somebody else of the same sex', () => {
  fc.assert(fc.property(anybody, one => {
    expect(isIdNumber(strangerTo(one), today)).toBe(true)
    expect(strangerTo(one)).not.toBe(one)
    expect(sexOf(strangerTo(one))).toBe(sexOf(one))
  }))
})

test('what happened lately stays on its day for four weeks', () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 60 }), fc.integer({ min: dayNumber(today), max: dayNumber(today) + 400 }), (about, least, at) => {
    const day = recently(dayOf(at), least, about)
    const ago = at - dayNumber(day)
    expect(ago).toBeGreaterThanOrEqual(least)
    expect(ago).toBeLessThan(least + 28)
    expect(recently(dayOf(dayNumber(day) + least + 27), least, about)).toBe(day)
    expect(recently(dayOf(dayNumber(day) + least + 28), least, about)).not.toBe(day)
  }))
})
