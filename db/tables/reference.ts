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

/** A change to the catalogue that is being worked on: its texts are its revisions. */
export interface ProposalTable {
  id: string
  zh: string
  en: string
  status: 'open' | 'circulated' | 'released' | 'discarded'
  /** Counts everything that is done with it: of two who act at once, one wins. */
  version: number
  /** What each thing it changes was like when it was taken in: hashes by kind and id, as JSON. */
  basis: string
  created_at: string
  created_by: string
  updated_at: string
}

export interface ProposalRevisionTable {
  proposal_id: string
  /** The proposal's version that it made. */
  number: number
  text: string
  made_at: string
  made_by: string
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
