import type { z } from 'zod'
import {
  bundleSchema, fieldSchema, materialSchema, serviceItemSchema, type BundleDefinition, type Bundle, type Department, type Field, type FieldGroup,
  type Material, type Register, type ServiceItem,
} from '../../server/catalogue/definition.ts'
import type { Region } from '../../server/offices/region.ts'

/** What a test has to say about a thing: the rest is filled in, full, valid and always the same. */
type Given<S extends z.ZodType> = Partial<z.input<S>>

const named = (name: string) => ({ zh: `甲${name}`, en: name })
const days = (value: number) => ({ value, unit: 'workingDay' as const })

export const anItem = (code: string, given: Given<typeof serviceItemSchema> = {}): ServiceItem =>
  serviceItemSchema.parse({
    code, name: named(code), department: 'civil-affairs', level: 'county', kind: 'confirmation', handling: 'promised', promisedLimit: days(1),
    result: { name: named(`result of ${code}`) }, ...given,
  })

export const aField = (id: string, given: Given<typeof fieldSchema> = {}): Field => fieldSchema.parse({ id, name: named(id), type: 'text', ...given })
export const aMaterial = (id: string, given: Given<typeof materialSchema> = {}): Material => materialSchema.parse({ id, name: named(id), ...given })

export const aBundle = (given: Given<typeof bundleSchema> & Pick<z.input<typeof bundleSchema>, 'items'>): Bundle =>
  bundleSchema.parse({
    id: 'matter', title: named('matter'), summary: named('matter'), audience: 'individual', stage: 'birth', leadDepartment: 'civil-affairs',
    decisionSections: ['三.2'], promisedTotal: days(100), maxVisits: 0, ...given,
  })

export const aQuestion = (id: string, options: string[] = ['yes', 'no'], when: { question: string; in: string[] }[] = []) =>
  ({ id, name: named(id), options: options.map(value => ({ value, zh: `乙${value}`, en: value })), when })

export const aPresence = (given: Partial<ServiceItem['presence'][number]> = {}): ServiceItem['presence'][number] =>
  ({ who: named('applicant'), why: 'original', where: 'counter', at: 'filing', basis: '某法第一条', when: [], ...given })

const departments: Department[] = [
  { id: 'civil-affairs', name: named('civil-affairs'), kind: 'government', offices: ['county', 'township'] },
  { id: 'health', name: named('health'), kind: 'government', offices: ['city', 'county'] },
]
const registers: Register[] = [{ id: 'household', name: named('household'), department: 'civil-affairs' }]

interface Parts {
  bundle: Bundle
  items: ServiceItem[]
  fields?: Field[]
  materials?: Material[]
}

const byId = <T extends { id: string }>(things: readonly T[]) => Object.fromEntries(things.map(thing => [thing.id, thing]))

export function aDefinition({ bundle, items, fields = [], materials = [] }: Parts): BundleDefinition {
  const groups = [...new Set(fields.map(({ id }) => id.split('.')[0] as string))].map((id): FieldGroup => ({ id, name: named(id) }))
  return {
    bundle,
    items: Object.fromEntries(items.map(item => [item.code, item])),
    fields: byId(fields), groups, materials: byId(materials), departments: byId(departments), registers: byId(registers),
  }
}

export const someRegions: Region[] = [
  { code: '330000000000', zh: '浙江省', en: 'Zhejiang', level: 'province', parent: null },
  { code: '330100000000', zh: '杭州市', en: 'Hangzhou', level: 'city', parent: '330000000000' },
  { code: '330106000000', zh: '西湖区', en: 'Xihu', level: 'county', parent: '330100000000' },
  { code: '330106001000', zh: '灵隐街道', en: 'Lingyin', level: 'township', parent: '330106000000' },
]
