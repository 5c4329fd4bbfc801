import { join } from 'node:path'
import type { BundleDefinition, ServiceItem } from '../../server/catalogue/definition.ts'
import { accepted, acceptedWhole, deferredHandedIn, deficienciesNoted, notAccepted } from '../../server/cases/intake-acts.ts'
import { answered, withdrawnPart } from '../../server/cases/applicant-acts.ts'
import { decided } from '../../server/cases/decision-acts.ts'
import { commitmentBroken, commitmentKept, decisionRevoked, reopened, resultCorrected } from '../../server/cases/follow-up-acts.ts'
import { letterKinds, type Letter } from '../../server/letters/letter.ts'
import { shownLetter } from '../../server/letters/letter.view.ts'
import { lettersOf } from '../../server/letters/letters.ts'
import { caseExtended, extensionAsked, extensionDecided, prolonged, suspended, visitArranged } from '../../server/cases/procedure-acts.ts'
import type { Speech } from '../../server/cases/said-words.ts'
import { emptyContent } from '../../server/drafts/draft.ts'
import { formats } from '../../server/web/formats.ts'
import { loadTexts, type Language } from '../../server/web/texts.ts'
import { aDefinition, aDraft, taskFor } from '../support/cases.ts'
import { Story } from '../support/story.ts'

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
const office = (id: string) => ({ id, departmentId: '', regionCode: '', name: { zh: '西湖区民政', en: 'Xihu Civil Affairs' }, address: null, phone: null, hours: null, closedAt: null })

function speech({ dossier }: Story, language: Language = 'zh-CN'): Speech {
  const t = texts[language]
  return {
    t, text: text => (language === 'en' ? text.en : text.zh), format: formats(language), definition: dossier.version.definition,
    offices: new Map(dossier.tasks.map(({ officeId }) => [officeId, office(officeId)])), knownUntil: dossier.calendar.knownUntil,
  }
}

/** All words of a letter, as they stand on paper. */
function wordsOf(story: Story, letter: Letter, language?: Language): string {
  const { title, paragraphs, table, then, basis, appeals } = shownLetter(story.dossier, letter, speech(story, language))
  return [title, ...paragraphs, ...(table ? [...table.columns, ...table.rows.flat()] : []), ...then, basis ?? '', ...appeals].join('\n')
}

const text = (zh: string) => ({ zh, en: zh })
const permit: Partial<ServiceItem> = { kind: 'permit', promisedLimit: { value: 10, unit: 'workingDay', provenance: 'illustrative' }, statutoryLimit: { value: 20, unit: 'workingDay', provenance: 'verified' } }
const papers: Partial<ServiceItem> = { ...permit, materials: [{ material: 'lease', handling: 'deferrable', when: [] }] }
const promised: Partial<ServiceItem> = { ...permit, materials: [{ material: 'promise', handling: 'commitment', when: [] }], result: { name: text('许可证'), fields: ['a.number'], certificate: true } }

function definition(waits: Record<string, string[]>, items: Record<string, Partial<ServiceItem>>): BundleDefinition {
  const base = aDefinition(waits, items)
  return { ...base, materials: { lease: { id: 'lease', name: text('租赁合同') }, promise: { id: 'promise', name: text('无违建证明') } }, fields: { 'a.number': { id: 'a.number', name: text('编号'), type: 'text', personal: 'none' } } }
}
const shop = (own: Partial<ServiceItem> = permit) => new Story(definition({ shop: [], sign: ['shop'], tax: [] }, { shop: own }), aDraft({ content: { ...emptyContent(), commitments: { promise: '2026-03-01T02:00:00.000Z' } } }))

const accept = (story: Story, day: string, code = 'shop', materials: string[] = []) => story.on(day, (dossier, act) => accepted(dossier, story.task(code), { materials }, act))
const approve = (story: Story, day: string, code = 'shop') => story.on(day, (dossier, act) => decided(dossier, story.task(code), { outcome: 'approve', result: { fields: { 'a.number': 'A1' } } }, act))
const refuse = (story: Story, day: string, code = 'shop') => story.on(day, (dossier, act) => decided(dossier, story.task(code), { outcome: 'refuse', reason: '房屋用途不符' }, act))
const note = (story: Story, day: string, code: string, reason = '请上传全部页') => story.on(day, (dossier, act) => deficienciesNoted(dossier, story.task(code), { shortcomings: [{ kind: 'material', target: 'lease', code: 'other', reason }], repeatReason: null }, act))
const expert = (until: string) => ({ kind: 'expertReview' as const, reason: '组织专家评审', until, hearing: null })
const stop = (story: Story, day: string, until: string) => story.on(day, (dossier, act) => suspended(dossier, story.task('shop'), expert(until), act))
const granted = (day = '2026-03-03') => approve(accept(shop(promised), '2026-03-02'), day)

/** What has happened when a letter of this kind goes out, and what it has to say. Dates by hand from the calendar of March 2026, in which every weekday is worked; 6 April is the holiday of Qingming. */
// prettier-ignore
const cases: Record<(typeof letterKinds)[number], [story: () => Story, ...says: (string | RegExp)[]]> = {
  acceptance:            [() => accept(shop(), '2026-03-03'), '受理通知书', '2026年3月2日提交的“shop”申请', '最迟于 2026年3月16日作出决定', '依据：《中华人民共和国行政许可法》第三十二条。'],
  deemedAcceptance:      [() => shop().until('2026-03-10'), '材料已于 2026年3月2日收到', '依法自收到材料之日起即为受理', '最迟于 2026年3月5日作出决定'],
  wholeAcceptance:       [() => shop().on('2026-03-03', (dossier, act) => acceptedWhole(dossier, new Map([[dossier.tasks[0]!.id, ['lease']]]), act)), '一并受理', 'shop\n西湖区民政\n2026年3月16日', 'tax\n西湖区民政\n2026年3月5日', '“shop”属于容缺受理，请于 2026年3月17日前（含当日）补齐：租赁合同', /改革规定》第五条、.*第十一条；参照：.*第三十二条/],
  provisionalAcceptance: [() => accept(shop(papers), '2026-03-03', 'shop', ['lease']), '暂缺下列可以后补的材料：租赁合同', '请于 2026年3月17日前（含当日）补齐', '第十一条'],
  nonAcceptance:         [() => shop().on('2026-03-03', (dossier, act) => notAccepted(dossier, dossier.tasks[0]!.id, { reason: '请向区住建局申请', ground: 'notOurPower' }, act)), '不予受理决定书', '不属于本机关职权范围', '理由：请向区住建局申请', '最后一天是 2026年5月6日', '提起行政诉讼的最后一天是 2026年9月3日'],
  acceptanceRevoked:     [() => accept(shop(papers), '2026-03-03', 'shop', ['lease']).until('2026-03-18'), '于 2026年3月3日容缺受理', '于 2026年3月17日前补齐：租赁合同', '撤销对“shop”申请的受理', '申请行政复议'],
  notice:                [() => note(note(shop(), '2026-03-03', 'shop'), '2026-03-04', 'tax', '请盖章'), '一次性补正通知书', '租赁合同\n请上传全部页', '租赁合同\n请盖章', '请于 2026年3月18日前', '视为撤回申请'],
  deemedWithdrawal:      [() => note(note(shop(), '2026-03-03', 'shop'), '2026-03-04', 'tax').until('2026-03-19'), '已于 2026年3月4日一次性告知', '补正期限为 2026年3月18日（含当日）', '视为撤回'],
  procedure:             [() => stop(accept(shop(), '2026-03-03'), '2026-03-10', '2026-03-16'), '特别程序告知书', '需要进行专家评审', '自 2026年3月10日起至 2026年3月16日止（共 5 个工作日）', '最后期限是 2026年3月23日', '第四十五条'],
  procedureProlonged:    [() => stop(accept(shop(), '2026-03-03'), '2026-03-10', '2026-03-16').on('2026-03-12', (dossier, act) => prolonged(dossier, dossier.tasks[0]!.id, { until: '2026-03-18', reason: '专家要求补测' }, act)), '原告知至 2026年3月16日结束，现需要延长至 2026年3月18日', '最后期限是 2026年3月25日'],
  hearing:               [() => accept(shop(), '2026-03-03').on('2026-03-04', (dossier, act) => suspended(dossier, dossier.tasks[0]!.id, { kind: 'hearing', reason: '涉及相邻权', until: '2026-03-20', hearing: { on: '2026-03-16', place: '政务中心三楼', chairId: 'another' } }, act)), '听证通知书', '定于 2026年3月16日举行听证，地点：政务中心三楼', '以外的人员主持', '第四十七条、'],
  visit:                 [() => accept(accept(shop(), '2026-03-03'), '2026-03-03', 'tax').on('2026-03-04', (dossier, act) => visitArranged(dossier, { on: '2026-03-09', place: '文三路 1 号', purpose: '核对平面布置', leadTaskId: dossier.tasks[0]!.id, taskIds: ['shop', 'tax'].map(code => taskFor(dossier, code).id) }, act)), '为办理“shop、tax”，定于 2026年3月9日到现场踏勘，地点：文三路 1 号。由西湖区民政牵头', '核对平面布置', '第十八条'],
  extension:             [() => accept(shop(), '2026-03-03').on('2026-03-10', (dossier, act) => extensionAsked(dossier, dossier.tasks[0]!.id, { value: 5, reason: '需要核对历史档案' }, act)).on('2026-03-11', (dossier, act) => extensionDecided(dossier, dossier.tasks[0]!.id, { isApproved: true }, act), { actorId: 'head', actorRole: 'head' }), '经本机关负责人批准，办理期限延长 5 个工作日', '最后期限是 2026年3月23日', '原因：需要核对历史档案', '第四十二条'],
  caseExtension:         [() => accept(shop(), '2026-03-03').on('2026-03-10', (dossier, act) => caseExtended(dossier, { value: 15, reason: '项目复杂', approver: '西湖区人民政府负责人' }, act)), '经西湖区人民政府负责人批准，期限延长 15 个工作日', '项目复杂', '第四十二条'],
  licence:               [() => granted(), '准予行政许可决定书', '决定准予行政许可。', '办理结果：许可证', /签发电子证照，编号：\w{23}。/, '无违建证明', '核查'],
  grant:                 [() => approve(accept(shop(), '2026-03-03', 'tax'), '2026-03-04', 'tax'), '准予办理决定书', '“tax”申请', '决定准予办理。'],
  refusal:               [() => refuse(accept(shop(), '2026-03-03'), '2026-03-05'), '不予行政许可决定书', '决定不予行政许可。', '理由：房屋用途不符', '随之不再办理：sign。', '继续办理：tax。', '最后一天是 2026年5月6日，提起行政诉讼的最后一天是 2026年9月7日', '依据：《中华人民共和国行政许可法》第三十八条。'],
  refusedGrant:          [() => refuse(accept(shop(), '2026-03-03', 'tax'), '2026-03-05', 'tax'), '不予办理决定书', '决定不予办理。', '继续办理：shop、sign。', '参照：《中华人民共和国行政许可法》第三十八条。'],
  conclusion:            [() => approve(accept(refuse(accept(shop(), '2026-03-03'), '2026-03-05'), '2026-03-06', 'tax'), '2026-03-09', 'tax'), '办结通知书', 'shop\n西湖区民政\n不予批准\n2026年3月5日', 'sign\n西湖区民政\n不再办理', 'tax\n西湖区民政\n准予\n2026年3月9日', '如不服 2026年3月5日就“shop”作出的决定', '2026年5月6日'],
  commitmentKept:        [() => granted().on('2026-04-01', (dossier, act) => commitmentKept(dossier, dossier.tasks[0]!.id, '现场无违建', act)), '承诺核查结果告知书', '经核查属实', '现场无违建'],
  commitmentBroken:      [() => granted().on('2026-04-01', (dossier, act) => commitmentBroken(dossier, dossier.tasks[0]!.id, { finding: '搭有棚屋', rectifyBy: '2026-04-30' }, act)), '限期整改通知书', '搭有棚屋', '请于 2026年4月30日前（含当日）整改', '第十四条'],
  revocation:            [() => granted().on('2026-04-01', (dossier, act) => commitmentBroken(dossier, dossier.tasks[0]!.id, { finding: '搭有棚屋', rectifyBy: '2026-04-30' }, act)).on('2026-05-08', (dossier, act) => decisionRevoked(dossier, dossier.tasks[0]!.id, '逾期未拆除', act)), '撤销 2026年3月3日准予“shop”的决定', '逾期未拆除', /编号为 \w{23}的证照自本决定作出之日起失效/, '不能再以告知承诺方式办理', '申请行政复议'],
  correction:            [() => granted().on('2026-03-10', (dossier, act) => resultCorrected(dossier, dossier.tasks[0]!.id, { reason: '录入错误', result: { fields: { 'a.number': 'A2' } } }, act)), '更正的内容：编号', '录入错误', /编号为 \w{23}的证照失效，重新签发的证照编号为 \w{23}。/],
  reopening:             [() => refuse(accept(shop(), '2026-03-03'), '2026-03-05').on('2026-04-01', (dossier, act) => reopened(dossier, dossier.tasks[0]!.id, { authority: '西湖区人民政府', document: '西政复〔2026〕1号', reason: '认定事实不清' }, act)), '根据西湖区人民政府作出的决定（西政复〔2026〕1号）', '认定事实不清', '重新计算'],
}

test.each(letterKinds)('%s says what the law wants said, in both languages', kind => {
  const [make, ...says] = cases[kind]
  const story = make()
  const letter = lettersOf(story.dossier, story.events).findLast(one => one.kind === kind)
  if (!letter) throw new Error(`no ${kind}, only ${lettersOf(story.dossier, story.events).map(one => one.kind).join()}`)
  const words = wordsOf(story, letter)
  for (const one of says) expect(words).toMatch(typeof one === 'string' ? new RegExp(one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : one)
  expect(words).not.toMatch(/undefined|\{\{/)
  expect(wordsOf(story, letter, 'en')).not.toMatch(/undefined|\{\{/)
})

test('its number is that of the case and of the event, its mark the beginning of the event’s hash', () => {
  const story = accept(shop(), '2026-03-03')
  const [letter] = lettersOf(story.dossier, story.events)
  const event = story.events.find(({ type }) => type === 'task.accepted')!
  expect(letter).toMatchObject({ seq: event.seq, number: `33010620260302000001-${String(event.seq).padStart(3, '0')}`, mark: event.hash.slice(0, 16), officeId: 'civil-affairs@330106000000' })
})

test('a letter says the same for ever, whatever happens after it', () => {
  const story = refuse(accept(shop(promised), '2026-03-03'), '2026-03-05')
  const before = lettersOf(story.dossier, story.events).map(letter => wordsOf(story, letter))
  story.on('2026-04-01', (dossier, act) => reopened(dossier, story.task('shop'), { authority: '甲', document: '乙', reason: '丙' }, act))
  approve(story, '2026-04-02')
  story.on('2026-04-03', (dossier, act) => withdrawnPart(dossier, [story.task('sign')], act), { actorRole: 'applicant', officeId: null })
  expect(lettersOf(story.dossier, story.events).slice(0, before.length).map(letter => wordsOf(story, letter))).toEqual(before)
})

test('what the counter accepts for all is one letter; what opens later has its own', () => {
  const story = shop().on('2026-03-03', (dossier, act) => acceptedWhole(dossier, new Map(), act))
  approve(story, '2026-03-04')
  expect(lettersOf(story.dossier, story.events).map(({ kind, items }) => [kind, items])).toEqual([['wholeAcceptance', ['shop', 'tax']], ['licence', ['shop']], ['acceptance', ['sign']]])
})

test('a second notice is a second letter, and an answered one stays as it was', () => {
  const story = note(note(shop(), '2026-03-03', 'shop'), '2026-03-04', 'tax')
  story.on('2026-03-05', (dossier, act) => answered(dossier, {}, act), { actorRole: 'applicant', officeId: null })
  const notices = lettersOf(story.dossier, story.events).filter(({ kind }) => kind === 'notice')
  expect(notices).toHaveLength(1)
  expect(wordsOf(story, notices[0]!)).toContain('请上传全部页')
})

test('papers handed in late of their kind are no letter, nor is anything among officers', () => {
  const story = accept(shop(papers), '2026-03-03', 'shop', ['lease']).on('2026-03-05', (dossier, act) => deferredHandedIn(dossier, 'lease', new Map(), act))
  expect(lettersOf(story.dossier, story.events).map(({ kind }) => kind)).toEqual(['provisionalAcceptance'])
})

test('against a company’s decision there is no reconsideration and no administrative lawsuit', () => {
  const definition = aDefinition({ power: [] }, { power: { department: 'electricity' } })
  const story = new Story({ ...definition, departments: { ...definition.departments, electricity: { id: 'electricity', name: text('供电企业'), kind: 'utility', offices: ['county'] } } }, aDraft())
  refuse(accept(story, '2026-03-03', 'power'), '2026-03-05', 'power')
  const letters = lettersOf(story.dossier, story.events).filter(({ kind }) => kind === 'refusedGrant' || kind === 'conclusion')
  expect(letters.map(({ kind, appeals }) => [kind, appeals])).toEqual([['refusedGrant', []], ['conclusion', []]])
})

test('a name with quotation marks stands in single ones where it is quoted', () => {
  const story = accept(shop({ ...permit, name: text('“标准地”承诺') }), '2026-03-03')
  expect(wordsOf(story, lettersOf(story.dossier, story.events)[0]!)).toContain('提交的“‘标准地’承诺”申请')
})

test('a date past the published calendar is marked as presumed', () => {
  const story = accept(shop(), '2026-03-03').on('2026-11-30', (dossier, act) => decided(dossier, dossier.tasks[0]!.id, { outcome: 'refuse', reason: '理由' }, act))
  const letter = lettersOf(story.dossier, story.events).findLast(({ kind }) => kind === 'refusal')!
  const shown = shownLetter(story.dossier, letter, speech(story))
  expect(shown.presumedAfter).toBe(story.dossier.calendar.knownUntil)
  expect(shown.appeals.join()).toContain('（推定）')
})

test.each<[name: string, story: () => Story, ...says: string[]]>([
  ['a procedure that begins after the limit says that it changes nothing', () => stop(accept(shop(), '2026-03-03').until('2026-03-18'), '2026-03-18', '2026-03-25'), '办理期限已于 2026年3月16日届满，本程序不延长期限'],
  ['a public notice stops the promise only', () => accept(shop(), '2026-03-03').on('2026-03-05', (dossier, act) => suspended(dossier, dossier.tasks[0]!.id, { kind: 'publicNotice', reason: '公示', until: '2026-03-11', hearing: null }, act)), '不计入承诺的办理期限，法定期限照常计算', '最后期限是 2026年3月23日'],
  ['days off are not counted as working days', () => accept(shop(), '2026-03-03').on('2026-03-07', (dossier, act) => suspended(dossier, dossier.tasks[0]!.id, expert('2026-03-08'), act)), '自 2026年3月7日起至 2026年3月8日止，均为休息日或者节假日', '最后期限是 2026年3月16日'],
])('%s', (_, make, ...says) => {
  const story = make()
  const letter = lettersOf(story.dossier, story.events).findLast(one => one.kind === 'procedure')
  for (const one of says) expect(wordsOf(story, letter!)).toContain(one)
  expect(wordsOf(story, letter!, 'en')).not.toMatch(/undefined|\{\{/)
})

test('a letter may go to a person or to a company: it calls nobody by a form of address', () => {
  for (const kind of letterKinds) {
    const story = cases[kind][0]()
    const letter = lettersOf(story.dossier, story.events).findLast(one => one.kind === kind)
    expect([kind, wordsOf(story, letter!).match(/[您你]/)]).toEqual([kind, null])
  }
})
