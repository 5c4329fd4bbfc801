import { upsert } from '../../db/statement.ts'
import { insertVersion } from '../../server/catalogue/bundle.store.ts'
import type { BundleDefinition, Field, FieldRequirement, Material, MaterialRequirement, Question } from '../../server/catalogue/definition.ts'
import type { BundleVersion } from '../../server/catalogue/version.ts'
import { forgetReference } from '../../server/offices/office.store.ts'
import { aDefinition } from './cases.ts'
import type { Site } from './portal.ts'

const text = (zh: string, en = zh) => ({ zh, en })
const named = <T extends { id: string }>(things: T[]): Record<string, T> => Object.fromEntries(things.map(one => [one.id, one]))

export const aField = (id: string, zh: string, more: Partial<Field> = {}): Field => ({ id, name: text(zh), type: 'text', personal: 'ordinary', ...more })
export const aMaterial = (id: string, zh: string, more: Partial<Material> = {}): Material => ({ id, name: text(zh), ...more })
export const needs = (field: string, more: Partial<FieldRequirement> = {}): FieldRequirement => ({ field, basis: '户口登记条例第十条', required: true, when: [], ...more })
export const takes = (material: string, handling: MaterialRequirement['handling'], more: Partial<MaterialRequirement> = {}): MaterialRequirement => ({ material, handling, when: [], ...more })

const yesNo = [{ value: 'yes', zh: '是', en: 'Yes' }, { value: 'no', zh: '不是', en: 'No' }]
export const aQuestion = (id: string, zh: string, more: Partial<Question> = {}): Question => ({ id, name: text(zh), options: yesNo, when: [], ...more })

const fields = named([
  aField('applicant.name', '姓名', { type: 'personName', account: 'name' }),
  aField('applicant.idNumber', '身份号码', { type: 'idNumber', account: 'idNumber' }),
  aField('applicant.phone', '手机号码', { type: 'phone', account: 'phone' }),
  aField('applicant.householdAddress', '户籍地址', { type: 'address', register: { id: 'household', by: 'applicant.idNumber' } }),
  aField('applicant.ethnicity', '民族', { type: 'choice', options: [{ value: 'HA', zh: '汉族', en: 'Han' }, { value: 'SH', zh: '畲族', en: 'She' }], register: { id: 'household', by: 'applicant.idNumber' } }),
  aField('home.region', '新居所在地', { type: 'region', regionLevel: 'township' }),
  aField('home.address', '新居地址', { type: 'address', maxLength: 20 }),
  aField('home.movedOn', '迁入日期', { type: 'date', notAfter: 'today' }),
  aField('home.rent', '月租金', { type: 'money', max: 100000 }),
  aField('home.people', '同住人数', { type: 'integer', min: 1, max: 20 }),
  aField('home.hasLift', '有没有电梯', { type: 'yesNo' }),
  aField('home.meters', '要过户的表', { type: 'choices', options: [{ value: 'power', zh: '电表', en: 'Power' }, { value: 'water', zh: '水表', en: 'Water' }] }),
  aField('home.note', '备注', { type: 'longText', maxLength: 50 }),
  aField('owner.name', '房东姓名', { type: 'personName' }),
  aField('owner.idNumber', '房东身份号码', { type: 'idNumber' }),
  aField('owner.title', '不动产权证号', { register: { id: 'property', by: 'owner.idNumber' } }),
  aField('move.number', '迁移证编号', {}),
])

const materials = named([
  aMaterial('household-register', '户口簿', { register: { id: 'household', by: 'applicant.idNumber' } }),
  aMaterial('lease', '租赁合同'),
  aMaterial('photo', '照片'),
  aMaterial('promise', '无违建承诺'),
  aMaterial('map', '位置图'),
  aMaterial('certificate', '迁移证'),
])

/** Moving house in little: every type of field, every way of obtaining a material, a question that depends on another. */
export function aMove(): BundleDefinition {
  const definition = aDefinition({ move: [], meters: ['move'], parking: [] }, {
    move: {
      name: text('户口迁移', 'Household move'), department: 'public-security',
      fields: [
        needs('applicant.name'), needs('applicant.idNumber'), needs('applicant.phone'), needs('applicant.householdAddress'), needs('applicant.ethnicity'),
        needs('home.region'), needs('home.address'), needs('home.movedOn'), needs('home.note', { required: false }),
        needs('owner.name', { when: [{ question: 'rented', in: ['yes'] }] }), needs('owner.title', { when: [{ question: 'rented', in: ['yes'] }] }), needs('owner.idNumber', { when: [{ question: 'rented', in: ['yes'] }] }),
      ],
      materials: [takes('household-register', 'sharedData'), takes('lease', 'handIn', { when: [{ question: 'rented', in: ['yes'] }] }), takes('photo', 'deferrable'), takes('promise', 'commitment'), takes('map', 'optional')],
      result: { name: text('迁移证'), material: 'certificate', fields: ['move.number'], certificate: true },
    },
    meters: { name: text('水电过户', 'Meters'), fields: [needs('home.address', { maxLength: 12 }), needs('home.people'), needs('home.hasLift'), needs('home.meters'), needs('home.rent', { when: [{ question: 'rented', in: ['yes'] }] }), needs('move.number')], materials: [takes('certificate', 'handIn')] },
    parking: { name: text('停车证', 'Parking permit'), fields: [needs('home.people')], materials: [] },
  })
  return {
    ...definition,
    bundle: {
      ...definition.bundle,
      id: 'moving', title: text('搬家一件事', 'Moving house'), summary: text('换了住处，一次办好。', 'A new home, done at once.'),
      questions: [aQuestion('rented', '新居是租的吗？'), aQuestion('registered', '租约备案了吗？', { when: [{ question: 'rented', in: ['yes'] }] })],
      items: definition.bundle.items.map(entry => ({ ...entry, optional: entry.item === 'parking' })),
    },
    fields, materials,
    groups: [{ id: 'applicant', name: text('申请人', 'Applicant') }, { id: 'home', name: text('新居', 'The home') }, { id: 'owner', name: text('房东', 'The owner') }, { id: 'move', name: text('迁移', 'The move') }],
    registers: named([{ id: 'household', name: text('户籍库'), department: 'public-security' }, { id: 'property', name: text('不动产登记簿'), department: 'civil-affairs' }]),
    departments: { ...definition.departments, 'public-security': { id: 'public-security', name: text('公安'), kind: 'government', offices: ['county'] } },
  }
}

/** Publishes a definition in Xihu as its next version; the one before is superseded. */
export async function publishIn(site: Site, definition: BundleDefinition, version = 1, status: BundleVersion['status'] = 'published'): Promise<string> {
  const id = `${definition.bundle.id}-${version}`
  const departments = Object.values(definition.departments)
  await site.db.commit([
    ...departments.map(one => upsert('department', { id: one.id, zh: one.name.zh, en: one.name.en, kind: one.kind, levels: '["county"]' }, ['id'])),
    ...departments.map(one => upsert('office', { id: `${one.id}@330106000000`, department_id: one.id, region_code: '330106000000', address: null, phone: null, hours: null, closed_at: null }, ['id'])),
    insertVersion({ id, bundleId: definition.bundle.id, version, status, hash: `hash ${version}`, definition, proof: { combinations: 1, maxVisits: 0, longestPathDays: 9, checks: [] }, publishedAt: site.clock.toISOString() }, 'system'),
  ])
  forgetReference(site.db)
  return id
}
