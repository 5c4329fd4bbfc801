import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { aDefinition } from './cases.ts'
import { aField, aQuestion, needs } from './definitions.ts'

const text = (zh: string, en = zh) => ({ zh, en })
const named = <T extends { id: string }>(things: T[]): Record<string, T> => Object.fromEntries(things.map(one => [one.id, one]))
const optional = { required: false }

/**
 * A wedding in little: the other one confirms his part; with a loan for the home somebody else does as
 * well, where the form names him. The applicant's account is nobody's but his own.
 */
export function aWedding(): BundleDefinition {
  const definition = aDefinition({ register: [], fund: [] }, {
    register: { name: text('结婚登记', 'Marriage registration'), fields: [needs('applicant.name'), needs('applicant.idNumber'), needs('partner.name'), needs('partner.idNumber'), needs('wedding.on')] },
    fund: { name: text('公积金账户', 'Housing fund'), fields: [needs('fund.account'), needs('helper.name', optional), needs('helper.idNumber', optional)] },
  })
  return {
    ...definition,
    bundle: {
      ...definition.bundle, id: 'wedding', title: text('结婚一件事', 'A wedding'), summary: text('两个人一起办。', 'Done by two.'),
      questions: [aQuestion('loan', '要贷款吗？')],
      coApplicants: [
        { id: 'partner', name: text('结婚的另一方', 'The other one'), identity: 'partner.idNumber', fullName: 'partner.name', when: [], agreesTo: ['partner', 'wedding'], basis: '民法典第一千零四十九条' },
        { id: 'helper', name: text('共同还款人', 'Who repays as well'), identity: 'helper.idNumber', fullName: 'helper.name', when: [{ question: 'loan', in: ['yes'] }], agreesTo: ['fund.account'], basis: '住房公积金管理条例第二十六条' },
      ],
    },
    fields: named([
      aField('applicant.name', '姓名', { type: 'personName', account: 'name' }), aField('applicant.idNumber', '身份号码', { type: 'idNumber', account: 'idNumber' }),
      aField('partner.name', '对方姓名', { type: 'personName' }), aField('partner.idNumber', '对方身份号码', { type: 'idNumber' }),
      aField('wedding.on', '登记日期', { type: 'date' }), aField('fund.account', '收款账号', { type: 'bankAccount' }),
      aField('helper.name', '还款人姓名', { type: 'personName' }), aField('helper.idNumber', '还款人身份号码', { type: 'idNumber' }),
    ]),
    groups: [{ id: 'applicant', name: text('申请人', 'Applicant') }, { id: 'partner', name: text('另一方', 'The other one') }, { id: 'wedding', name: text('登记', 'The day') }, { id: 'fund', name: text('账户', 'The account') }, { id: 'helper', name: text('还款人', 'The helper') }],
  }
}
