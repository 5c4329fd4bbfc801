import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { OfficeTable } from '../../db/tables/reference.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Department, Level, Text } from '../catalogue/definition.ts'
import { NotFound } from '../errors.ts'
import { regionAtLevel, regionsUpwards, type Region } from './region.ts'

/** A department in a region: where an item is decided. */
export interface Office {
  id: string
  departmentId: string
  regionCode: string
  /** Region and department: 西湖区公安. */
  name: Text
  address: string | null
  phone: string | null
  hours: string | null
  closedAt: string | null
}

export const officeId = (departmentId: string, regionCode: string): string => `${departmentId}@${regionCode}`

/** Regions and departments are reference data that no page changes: read once per database. */
interface Reference {
  regions: Map<string, Region>
  under: Map<string, Region[]>
  departments: Map<string, Text>
}

const references = new WeakMap<Db, Promise<Reference>>()

function reference(db: Db): Promise<Reference> {
  let known = references.get(db)
  if (!known) references.set(db, (known = readReference(db)))
  return known
}

/** After reference data was loaded: what was read before is out of date. */
export const forgetReference = (db: Db): void => void references.delete(db)

async function readReference(db: Db): Promise<Reference> {
  const regions = (await db.read.selectFrom('region').selectAll().orderBy('code').execute()) as Region[]
  const departments = await db.read.selectFrom('department').select(['id', 'zh', 'en']).execute()
  return {
    regions: new Map(regions.map(region => [region.code, region])),
    under: Map.groupBy(regions, ({ parent }) => parent ?? ''),
    departments: new Map(departments.map(({ id, zh, en }) => [id, { zh, en }])),
  }
}

export async function findRegion(db: Db, code: string): Promise<Region | undefined> {
  return (await reference(db)).regions.get(code)
}

export async function getRegion(db: Db, code: string): Promise<Region> {
  const region = await findRegion(db, code)
  if (!region) throw new NotFound('page')
  return region
}

export async function listRegions(db: Db): Promise<Region[]> {
  return [...(await reference(db)).regions.values()]
}

/** The regions one level below; with an empty code the province. */
export async function listRegionsUnder(db: Db, code: string): Promise<Region[]> {
  return (await reference(db)).under.get(code) ?? []
}

/** City, county, township: as far down as the code goes. */
export async function regionPath(db: Db, code: string): Promise<Region[]> {
  const { regions } = await reference(db)
  const codes = (['city', 'county', 'township'] as const).map(level => regionAtLevel(code, level))
  return [...new Set(codes)].flatMap(one => regions.get(one) ?? []).filter(({ level }) => level !== 'province')
}

export async function listDepartments(db: Db): Promise<{ id: string; name: Text }[]> {
  return [...(await reference(db)).departments].map(([id, name]) => ({ id, name }))
}

export async function findOffice(db: Db, id: string): Promise<Office | undefined> {
  return (await listOffices(db, [id]))[0]
}

/** Those of these offices that there are, in this order. */
export async function listOffices(db: Db, ids: readonly string[]): Promise<Office[]> {
  const rows = new Map((await officesById.all(db, { ids })).map(row => [row.id, row]))
  if (rows.size === 0) return []
  const known = await reference(db)
  return ids.flatMap(id => rows.get(id) ?? []).map(row => toOffice(row, known))
}

const officesById = query((db, at: { ids: readonly string[] }) => db.selectFrom('office').selectAll().where('id', 'in', at.ids))

export async function getOffice(db: Db, id: string): Promise<Office> {
  const office = await findOffice(db, id)
  if (!office) throw new NotFound('page')
  return office
}

/** For what an office is looked for. */
export interface Competence {
  departmentId: string
  level: Level
  /** Where the matter belongs. */
  regionCode: string
}

/**
 * For each the open office that decides for a region: the department's own at this level, or the next one
 * above where a place has none (a functional area without its own bureau). In one read.
 */
export async function findCompetentOffices(db: Db, wanted: readonly Competence[]): Promise<(Office | undefined)[]> {
  const upwards = wanted.map(({ departmentId, level, regionCode }) => regionsUpwards(regionCode, level).map(code => officeId(departmentId, code)))
  const open = new Map((await listOffices(db, [...new Set(upwards.flat())])).filter(({ closedAt }) => closedAt === null).map(office => [office.id, office]))
  return upwards.map(ids => open.get(ids.find(id => open.has(id)) ?? ''))
}

export async function listOfficesIn(db: Db, regionCode: string): Promise<Office[]> {
  const known = await reference(db)
  const rows = await db.read.selectFrom('office').selectAll().where('region_code', '=', regionCode).orderBy('department_id').execute()
  return rows.map(row => toOffice(row, known))
}

/** Where matters can be decided at all: ids only, for the proof of a definition. */
export async function listOpenOfficeIds(db: Db): Promise<Set<string>> {
  const rows = await db.read.selectFrom('office').select('id').where('closed_at', 'is', null).execute()
  return new Set(rows.map(({ id }) => id))
}

export const insertOffice = (department: Pick<Department, 'id'>, regionCode: string): Statement =>
  insert('office', { id: officeId(department.id, regionCode), department_id: department.id, region_code: regionCode, address: null, phone: null, hours: null, closed_at: null })

export const updateOffice = (id: string, changes: Partial<Pick<OfficeTable, 'address' | 'phone' | 'hours' | 'closed_at'>>): Statement => update('office', changes, { id })

function toOffice(row: Selectable<OfficeTable>, { regions, departments }: Reference): Office {
  const region = regions.get(row.region_code)
  const department = departments.get(row.department_id)
  return {
    id: row.id,
    departmentId: row.department_id,
    regionCode: row.region_code,
    name: { zh: `${region?.zh ?? ''}${department?.zh ?? ''}`, en: `${department?.en ?? ''}, ${region?.en ?? ''}` },
    address: row.address,
    phone: row.phone,
    hours: row.hours,
    closedAt: row.closed_at,
  }
}
