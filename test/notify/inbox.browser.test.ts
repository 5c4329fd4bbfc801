import type { Entry } from '../../server/notify/message.ts'
import { Browsers } from '../support/browser.ts'
import { aCitizen } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'
import { aMessage, givenMessages } from './support.ts'

let site: Site
let browsers: Browsers
beforeAll(async () => {
  site = await portal()
  browsers = await Browsers.open(site.visitor().origin)
}, 60_000)
afterAll(() => browsers.close())

test('inbox, message and choices are there for everyone, on a phone and at a desk', async () => {
  const { id } = await site.given(aCitizen({ email: 'xiaoyu@example.cn' }))
  const citizen = await browsers.window({ width: 'phone' })
  await citizen.signIn('chen.xiaoyu', password)
  await citizen.open('/me/messages')
  const entries: Entry[] = [
    { type: 'case.noticeIssued', seq: 1, about: [{ task: 't', item: 'certificate' }, { task: 'u', item: 'allowance' }], detail: { answerBy: '2026-03-09', count: 3 } },
    { type: 'task.refused', seq: 2, about: [{ task: 'v', item: 'household' }], detail: {} },
    { type: 'task.suspended', seq: 3, about: [{ task: 'w', item: 'insurance' }], detail: { kind: 'hearing', pausedUntil: '2026-03-20', hearingOn: '2026-03-18' } },
    { type: 'task.accepted', seq: 4, about: [{ task: 'w', item: 'insurance' }], detail: { decideBy: '2026-03-06' } },
  ]
  await givenMessages(site, aMessage(id, { content: { version: 'birth-1', entries } }), ...Array.from({ length: 24 }, (_, index) => aMessage(id, { createdAt: `2026-03-01T02:${10 + index}:00.000Z` })))
  await citizen.open('/me/messages')
  await citizen.press('请补正材料和信息')
  await citizen.open('/me/notifications')
  await citizen.press('保存')
  expect(await citizen.heading()).toBe('我的账号')
}, 120_000)
