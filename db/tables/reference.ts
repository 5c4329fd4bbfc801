export interface RegionTable {
  code: string
  zh: string
  en: string
  level: string
  parent: string | null
}

export interface DepartmentTable {
  id: string
  zh: string
  en: string
  kind: string
  /** Levels at which it keeps offices, as a JSON array. */
  levels: string
}

export interface OfficeTable {
  /** `department@region`. */
  id: string
  department_id: string
  region_code: string
  address: string | null
  phone: string | null
  hours: string | null
  closed_at: string | null
}

export interface BundleVersionTable {
  id: string
  bundle_id: string
  version: number
  status: 'published' | 'superseded' | 'retired'
  hash: string
  /** The `BundleDefinition` as JSON: immutable once written. */
  definition: string
  /** What was proved, as JSON. */
  proof: string
  published_at: string
  published_by: string
  ended_at: string | null
}

/** A day as a notice or an administrator has it, over what ships. */
export interface CalendarDayTable {
  day: string
  kind: 'holiday' | 'workingDay'
  zh: string
  en: string
  /** The year of the notice it comes from; 0 for a day set by hand, which is stronger. */
  notice_year: number
}

/** The State Council's notice of a year's holidays, as it was pasted. */
export interface CalendarNoticeTable {
  year: number
  document: string
  imported_at: string
  imported_by: string
}

/** When the offices of a region are open, as JSON (`limits/office-hours.ts`): the county's own, else its city's. */
export interface OfficeHoursTable {
  region_code: string
  hours: string
  changed_at: string
}
