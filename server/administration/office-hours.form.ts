import type { OfficeHours } from '../limits/office-hours.ts'
import type { Region } from '../offices/region.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

export const stretches = ['morning', 'afternoon'] as const
export type StretchName = (typeof stretches)[number]

export interface HoursOfRegion {
  region: string
  hours: OfficeHours
}

/** Minutes after midnight of a time as people type it: 8:30, 08：30, 0830. Undefined when there is no such time. */
export function readTime(typed: string): number | undefined {
  const [, hours = '', minutes = ''] = /^(\d{1,2})[:时点]?(\d{2})分?$/.exec(typed.normalize('NFKC').replace(/\s/g, '')) ?? []
  return hours === '' || Number(hours) > 23 || Number(minutes) > 59 ? undefined : Number(hours) * 60 + Number(minutes)
}

/** Reads a region's hours: one stretch of the day, or two. `region` is what the cascade names, if there is such a county or city. */
export function readOfficeHoursForm(body: Body, region: Region | undefined): Form<HoursOfRegion> & { hours?: OfficeHours } {
  const values = { region: region?.code ?? '', ...Object.fromEntries(stretches.flatMap(name => [`${name}Opens`, `${name}Closes`]).map(field => [field, text(body[field])])) }
  const problems: Problem[] = []
  if (region?.level !== 'city' && region?.level !== 'county') problems.push({ field: 'region', code: 'choose' })
  const [morning, afternoon] = [readStretch(body, 'morning', problems), isEmpty(body, 'afternoon') ? undefined : readStretch(body, 'afternoon', problems)]
  if (morning && afternoon && afternoon.opens < morning.closes) problems.push({ field: 'afternoonOpens', code: 'limits:problem.hoursOverlap' })
  const hours = morning && [morning, ...(afternoon ? [afternoon] : [])]
  const read = form(body, values, problems, () => ({ region: values.region, hours: hours as OfficeHours }))
  return { ...read, hours: problems.every(({ field }) => field === 'region') ? hours : undefined }
}

const isEmpty = (body: Body, name: StretchName): boolean => text(body[`${name}Opens`]) === '' && text(body[`${name}Closes`]) === ''

function readStretch(body: Body, name: StretchName, problems: Problem[]): OfficeHours[number] | undefined {
  const [opens, closes] = (['Opens', 'Closes'] as const).map(end => {
    const [field, typed] = [`${name}${end}`, text(body[`${name}${end}`])]
    const time = readTime(typed)
    if (time === undefined) problems.push({ field, code: typed === '' ? 'required' : 'limits:problem.notATime' })
    return time
  })
  if (opens === undefined || closes === undefined) return undefined
  if (closes <= opens) {
    problems.push({ field: `${name}Closes`, code: 'limits:problem.closesFirst' })
    return undefined
  }
  return { opens, closes }
}
