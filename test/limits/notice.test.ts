import { calendarOf, missingNotice, publishedCalendar } from '../../server/limits/calendar.ts'
import { readNotice } from '../../server/limits/notice.ts'
import { yearDays } from './support.ts'

/** The notice for 2026, as it was published. */
const notice2026 = `经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2025年11月4日`

test('the notice of 2026 says what the shipped calendar says, day for day', () => {
  const { days, problems } = readNotice(2026, notice2026)
  expect(problems).toEqual([])
  expect(yearDays(calendarOf(days, [2026]), 2026)).toEqual(yearDays(publishedCalendar, 2026))
})

test('an older wording: a holiday of one day, a substitute Monday, a New Year that begins in December, two holidays in one', () => {
  const { days, problems } = readNotice(2023, `1. 元旦：2022年12月31日至2023年1月2日放假调休，共3天。
2. 春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
3. 清明节：4月5日放假，共1天。
4. 劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
5. 端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
6. 中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。`)
  expect(problems).toEqual([])
  expect(days[0]).toEqual({ day: '2022-12-31', kind: 'holiday', name: { zh: '元旦', en: 'New Year’s Day' } })
  expect(days.filter(({ kind }) => kind === 'workingDay').map(({ day }) => day)).toEqual(['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'])
  expect(days.at(-1)?.name).toEqual({ zh: '中秋节、国庆节', en: 'Mid-Autumn Festival and National Day' })
})

const withLine = (index: number, line: string) => notice2026.split('\n').map((one, place) => (place === index ? line : one)).join('\n')

test.each([
  ['a day that does not exist',              withLine(3, '三、清明节：4月4日至31日放假。'),                        [{ code: 'notADay', params: { line: 4, text: '4月31日' } }]],
  ['a day of the week that is another',      withLine(3, '三、清明节：4月4日（周五）至6日放假，共3天。'),          [{ code: 'wrongWeekday', params: { line: 4, text: '4月4日', said: '五', real: '六' } }]],
  ['a number of days that does not agree',   withLine(3, '三、清明节：4月4日至6日放假，共4天。'),                  [{ code: 'wrongCount', params: { line: 4, said: '4', counted: 3 } }]],
  ['a stretch that runs backwards',          withLine(3, '三、清明节：4月6日至4日放假。'),                         [{ code: 'badStretch', params: { line: 4, from: '4月6日', to: '4月4日' } }]],
  ['a stretch too long for a holiday',       withLine(3, '三、清明节：4月4日至5月4日放假。'),                      [{ code: 'badStretch', params: { line: 4, from: '4月4日', to: '5月4日' } }]],
  ['words that are no date',                 withLine(3, '三、清明节：4月4日前后放假。'),                          [{ code: 'unreadable', params: { line: 4, text: '4月4日前后放假' } }]],
  ['a line with a date and no holiday',      withLine(8, '5月10日上班'),                                          [{ code: 'unreadable', params: { line: 9, text: '5月10日上班' } }]],
  ['a make-up day that is no weekend day',   withLine(3, '三、清明节：4月4日至6日放假。4月8日上班。'),             [{ code: 'workedWeekday', params: { line: 4, day: '2026-04-08' } }]],
  ['a day off that is worked as well',       withLine(3, '三、清明节：4月4日至6日放假。4月5日上班。'),             [{ code: 'overlap', params: { line: 4, day: '2026-04-05' } }]],
  ['a day off in two holidays',              withLine(6, '六、中秋节：10月1日放假。'),                             [{ code: 'overlap', params: { line: 8, day: '2026-10-01' } }]],
  ['another year',                           withLine(3, '三、清明节：2025年4月4日放假。'),                        [{ code: 'otherYear', params: { line: 4, day: '2025-04-04', year: 2026 } }]],
  ['a holiday left out',                     withLine(5, ''),                                                     [{ code: 'missingHoliday', params: { holiday: '端午节' } }]],
  ['a day off by law left out',              withLine(1, '一、元旦：1月2日放假。'),                                [{ code: 'fixedDayMissing', params: { day: '2026-01-01' } }]],
  ['no notice at all',                       '今天天气很好',                                                      [{ code: 'noHoliday', params: {} }]],
])('what is wrong with a notice is named: %s', (_, document, problems) => {
  expect(readNotice(2026, document).problems).toEqual(problems)
})

test('everything wrong is told at once', () => {
  const { problems } = readNotice(2026, '春节：2月30日放假。\n国庆节：10月1日至7日放假，共9天。10月8日上班。')
  expect(problems.map(({ code }) => code)).toEqual(['notADay', 'wrongCount', 'workedWeekday', 'missingHoliday', 'missingHoliday', 'missingHoliday', 'missingHoliday', 'missingHoliday'])
})

test.each([
  ['in September nothing is said', '2026-09-30', [],     undefined],
  ['in October the next year is missing', '2026-10-01', [],     2027],
  ['once it is imported, no more', '2026-10-01', [2027], undefined],
  ['in January of a year without notice', '2027-01-05', [],     2027],
])('the warning: %s', (_, today, imported, missing) => {
  expect(missingNotice(calendarOf([], imported), today)).toBe(missing)
})

test('a year left out ends what is known: later notices don’t make the years between certain', () => {
  expect(calendarOf([], [2028]).knownUntil).toBe('2026-12-31')
  expect(calendarOf([], [2027, 2028]).knownUntil).toBe('2028-12-31')
})

test('a day set by hand is stronger than what ships, and an imported notice stands in its year’s place', () => {
  const name = { zh: '防台停工', en: 'Typhoon' }
  const calendar = calendarOf([{ day: '2026-08-12', kind: 'holiday', name }, { day: '2026-02-18', kind: 'workingDay', name }, { day: '2026-08-15', kind: 'workingDay', name }], [])
  expect(['2026-08-12', '2026-02-18', '2026-08-15', '2026-02-19'].map(day => calendar.kindOf(day))).toEqual(['holiday', 'working', 'makeUpWorkday', 'holiday'])
  expect(calendarOf([], [2026]).kindOf('2026-10-01')).toBe('working')
})
