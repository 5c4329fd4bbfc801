import type { Locator, Page } from 'playwright-core'
import type { WalkthroughStep } from '../../server/designer/walkthrough.view.ts'

/**
 * “Opening a pet clinic”: the bundle of four items that the guide to the designer makes, page by page.
 * `npm run screenshots` takes the guide's pictures while it does so, and a test follows the guide.
 * The limits and articles are examples to practise with.
 */
export interface Turn {
  /** What is followed to come here from the page before: links by their words, or by their place. */
  links: (RegExp | string)[]
  /** Names of boxes and what is chosen or typed there; `true` ticks, a list ticks several. */
  fill?: Record<string, string | true | string[]>
  press?: RegExp
  /** The step of the guide that shows this page, as filled in; cut to what `shows` names. */
  picture?: WalkthroughStep
  shows?: string
}

const save = /^(保存|Save)$/
const another = /^(保存，再添加一项|Save and add another)$/
const back = /^(返回草案|Back to the proposal)$/
const addItem = /^(添加事项|Add an item)$/
const text = (name: string, zh: string, en: string) => ({ [`${name}.zh`]: zh, [`${name}.en`]: en })
const limit = (name: string, value: string) => ({ [`${name}.value`]: value, [`${name}.unit`]: 'workingDay' })
const animalLaw = '《动物防疫法》'

export const petClinic: readonly Turn[] = [
  { links: [/^(新建一件事|New bundle)$/], fill: { zh: '开宠物医院一件事', en: 'Opening a pet clinic', audience: 'individual', stage: 'open', leadDepartment: 'agriculture' }, press: /^(开始|Begin)$/, picture: 'begin', shows: '#new-form' },
  { links: [/^(添加问题|Add a question)$/], fill: { ...text('name', '要挂户外招牌吗？', 'An outdoor signboard?'), ...text('options.0', '要挂', 'Yes'), ...text('options.1', '不挂', 'No') }, press: save, picture: 'question', shows: '#part-form' },
  { links: [back, addItem], fill: { item: 'startup-licence' }, press: another },
  { links: [], fill: { item: 'sign-permit', 'when.an-outdoor-signboard': ['yes'], after: ['startup-licence'] }, press: save, picture: 'reused', shows: '#part-form' },
  { links: [back, addItem, /新建一个事项|Make a new item/], fill: { ...text('name', '动物诊疗许可', 'Permit to treat animals'), department: 'agriculture', kind: 'permit', ...limit('promisedLimit', '5'), ...limit('statutoryLimit', '15'), 'statutoryLimit.basis': `${animalLaw}（示例）`, ...text('result.name', '动物诊疗许可证', 'Permit to treat animals') }, press: save, picture: 'item', shows: '#part-form' },
  { links: [/^(添加数据|Add data)$/, /新建一个数据项|Make a new field/], fill: { group: 'premises', ...text('name', '诊疗室数量', 'Number of treatment rooms'), type: 'integer', personal: 'none' }, press: save },
  { links: [], fill: { basis: `${animalLaw}第六十一条`, also: ['applicant.name', 'applicant.phone', 'premises.region', 'premises.address'] }, press: save, picture: 'fields', shows: '#part-form' },
  { links: [/^(添加材料|Add a material)$/, /新建一种材料|Make a new material/], fill: { ...text('name', '执业兽医资格证书', 'Certificate of a licensed veterinarian') }, press: save },
  { links: [], fill: { handling: 'handIn', basis: `${animalLaw}第六十九条` }, press: save, picture: 'material', shows: '#part-form' },
  { links: [back, addItem, /新建一个事项|Make a new item/], fill: { ...text('name', '执业兽医备案', 'Filing of the veterinarians'), department: 'agriculture', kind: 'other', ...limit('promisedLimit', '2'), ...text('result.name', '执业兽医备案表', 'Filing of the veterinarians') }, press: save },
  { links: [/^(添加数据|Add data)$/], fill: { basis: `${animalLaw}第六十九条`, also: ['applicant.name', 'applicant.phone'] }, press: save },
  { links: [/^(添加材料|Add a material)$/], fill: { material: 'certificate-of-a-licensed-veterinarian', handling: 'handIn', basis: `${animalLaw}第六十九条` }, press: save },
  { links: [], picture: 'second', shows: '#fields, #materials' },
  { links: [back, '#items li:nth-child(3) .entries__what a'], fill: { after: ['startup-licence', 'filing-of-the-veterinarians'] }, press: save, picture: 'order', shows: '#part-form' },
  { links: [back], picture: 'fault', shows: '.designer' },
  { links: [/^(去修改|Put it right)$/], fill: { ...limit('promisedTotal', '8'), ...text('summary', '营业执照、动物诊疗许可、兽医备案和招牌，一次申请。', 'Licence, permit, filing and signboard in one application.') }, press: save },
  { links: [back], picture: 'proved', shows: '.designer' },
  { links: [], picture: 'agree', shows: '[aria-labelledby="agreement"]' },
]

/** Where a turn's link is; in the page's main part, the first that fits. */
export const linkOn = (page: Page, link: RegExp | string): Locator => {
  const main = page.getByRole('main')
  return (typeof link === 'string' ? main.locator(link) : main.getByRole('link', { name: link })).first()
}

/** Fills in what a turn says. */
export async function fillIn(page: Page, { fill = {} }: Turn): Promise<void> {
  for (const [name, value] of Object.entries(fill)) {
    const boxes = page.locator(`main [name="${name}"]`)
    for (const one of Array.isArray(value) ? value : [value]) {
      const ticked = boxes.and(page.locator(one === true ? '[value="yes"]' : `[value="${one}"]`)).and(page.locator('[type="checkbox"], [type="radio"]'))
      if ((await ticked.count()) > 0) await ticked.check()
      else if (await boxes.first().evaluate(box => box.tagName === 'SELECT')) await boxes.first().selectOption(one as string)
      else await boxes.first().fill(one as string)
    }
  }
}
