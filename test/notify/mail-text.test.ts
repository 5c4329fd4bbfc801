import { join } from 'node:path'
import { applicantTypes, ownActs } from '../../server/notify/applicant-news.ts'
import { composed } from '../../server/notify/compose.ts'
import { mailOf, smsOf, type MailHead } from '../../server/notify/mail-text.ts'
import type { Detail } from '../../server/notify/message.ts'
import { staffTypes } from '../../server/notify/staff-news.ts'
import { wordsOf } from '../../server/notify/words.ts'
import { formats } from '../../server/web/formats.ts'
import { languages, loadTexts, type Language } from '../../server/web/texts.ts'
import { aDossierToTell, aMessage, aVersion, happened } from './support.ts'

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
const head = (language: Language = 'zh-CN'): MailHead => ({ t: texts[language], language, publicUrl: 'https://portal.test' })
const named = (language: Language) => ({ t: texts[language], format: formats(language), named: { definition: aVersion().definition, text: (text: { zh: string; en: string }) => (language === 'en' ? text.en : text.zh) } })

const messageOf = (...events: Parameters<typeof happened>) => messageBy('officer', ...events)
const messageBy = (actorRole: string, ...events: Parameters<typeof happened>) =>
  aMessage('applicant', { content: composed(aDossierToTell(), happened(...events).map(event => ({ ...event, actorRole })), [])[0]?.content })
const notice = messageOf(['case.noticeIssued', null, { answerBy: '2026-03-09', deficiencies: ['a'], tasks: ['task-certificate', 'task-allowance'] }], ['task.accepted', 'insurance', { dueOn: '2026-03-05' }])

test('the e-mail: what happened, by when, and where to read it', () => {
  const { subject, text } = mailOf(notice, '陈小雨', head())
  expect(subject).toBe('【一件事】请补正材料和信息（2026年3月9日前）（330106 20260302 000001）')
  expect(text.split('\n')).toEqual([
    '陈小雨，您好：', '', '您的办件 330106 20260302 000001 有新进展：', '',
    '- 请补正材料和信息：2 个事项', '  请在 2026年3月9日前一次补齐，逾期未补正视为撤回申请。', '- 已受理：1 个事项', '  最迟 2026年3月5日前作出决定。', '',
    `登录后查看详情：https://portal.test/me/messages/${notice.id}`, '', '-- ', '一件事', '本邮件由系统自动发送，请勿回复。', '修改通知方式：https://portal.test/me/notifications', '',
  ])
})

test('in English', () => {
  const { subject, text } = mailOf(notice, 'Chen Xiaoyu', head('en'))
  expect(subject).toBe('[One Matter] Please supply what is missing (by March 9, 2026) (330106 20260302 000001)')
  expect(text).toContain('- Please supply what is missing: 2 items\n  Please supply everything by March 9, 2026; otherwise the application counts as withdrawn.\n- Accepted: 1 item\n')
})

test.each(languages)('%s: neither e-mail nor SMS says what the matter is', language => {
  const { subject, text, html } = mailOf(notice, '陈小雨', head(language))
  for (const letter of [subject, text, html, smsOf(notice, head(language))]) expect(letter).not.toMatch(/出生|生育|birth|allowance/i)
})

test('an SMS has the day by which something is to be done', () => {
  expect(smsOf(notice, head())).toBe('【一件事】请补正材料和信息（2026年3月9日前）。办件 33010620260302000001，请登录查看：https://portal.test/me/messages')
})

test('a name with signs of HTML stays a name', () => {
  expect(mailOf(notice, '<b>A&B</b>', head()).html).toContain('&#60;b&#62;A&#38;B&#60;/b&#62;')
})

test('decisions against the applicant come with their remedies', () => {
  const { lines } = wordsOf(messageOf(['task.refused', 'certificate', { reason: 'r' }]), named('zh-CN'))
  expect(lines).toEqual([{ label: '不予批准', items: '出生医学证明', details: ['如不服本决定，可以在收到之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。'], seq: 1 }])
})

/** Data with everything an event may say, so that each of its words is looked up. */
const full = {
  answerBy: '2026-03-09', deficiencies: [], tasks: [], rectifyBy: '2026-03-09', until: '2026-03-09', visit: { on: '2026-03-09', taskIds: [] }, delivery: { dueOn: '2026-03-09' }, dueOn: '2026-03-09',
  provisional: { until: '2026-03-09' }, hearing: { on: '2026-03-09' }, kind: 'testing', how: 'posted', ground: 'other', value: 10, unit: 'workingDay', outcome: 'approve', to: 'approving', changes: [],
}

test.each(languages)('%s: everything that is told has its words', language => {
  for (const type of applicantTypes) {
    const { subject, lines } = wordsOf(messageBy(ownActs.includes(type) ? 'agent' : 'officer', [type, type.startsWith('case') ? null : 'certificate', full]), named(language))
    expect(`${subject} ${lines.flatMap(({ details }) => details).join(' ')}`).not.toMatch(/undefined|\{\{|notify:/)
  }
  for (const type of staffTypes) {
    const detail: Detail = type === 'task.extensionAsked' ? { value: 10, unit: 'workingDay' } : type === 'task.decisionProposed' ? { outcome: 'refuse' } : { dueOn: '2026-03-09' }
    const staff = aMessage('zhou', { kind: 'staff', content: { version: 'birth-1', entries: [{ type, seq: 1, about: [{ task: 't', item: 'certificate' }], detail }] } })
    expect(wordsOf(staff, named(language)).lines[0]?.details.join('')).not.toMatch(/undefined|\{\{|notify:/)
  }
})
