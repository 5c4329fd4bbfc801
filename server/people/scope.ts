/**
 * How far a power reaches. Where a grant holds stands in its `officeId`: `department@region` is one
 * office, `@region` every office of a region and of those within it, `''` no place in particular.
 */
export type Scope =
  | 'public'     // whoever asks
  | 'own'        // what is one's own, or filed for somebody: asked where the thing is read
  | 'office'     // the office of the grant
  | 'department' // the department of the office of the grant, wherever it has offices
  | 'county'     // everything filed in the county in which the office of the grant is
  | 'region'     // the region of the grant, with those within it
  | 'all'        // the whole portal

/** Where a thing is: at an office, or, when it is not one office's, in a region. */
export type Place = { officeId: string } | { region: string }

export const regionOfOffice = (officeId: string): string => officeId.split('@')[1] ?? ''
export const departmentOfOffice = (officeId: string): string => officeId.split('@')[0] ?? ''

/** As a grant names a region. */
export const wholeRegion = (code: string): string => `@${code}`
export const isWholeRegion = (officeId: string): boolean => officeId.startsWith('@')
export const isOneOffice = (officeId: string): boolean => officeId !== '' && !isWholeRegion(officeId)

/** The digits that all codes within a region begin with: province, city, county, township, village (GB/T 2260, GB/T 10114). */
export const regionPrefix = (code: string): string =>
  code.slice(0, [2, 4, 6, 9].find(digits => /^0*$/.test(code.slice(digits))) ?? code.length)

/** The codes of a region and of all around it. */
export const regionsAround = (code: string): string[] => [...new Set([2, 4, 6, 9, 12].map(digits => code.slice(0, digits).padEnd(12, '0')))]

const isWithin = (code: string, region: string): boolean => region !== '' && code.startsWith(regionPrefix(region))

/** Whether a power of this scope, held by a grant for `officeId`, reaches a place. What is own is no place: nothing reaches it by its place. */
export function reaches(scope: Scope, officeId: string, place: Place): boolean {
  const region = 'region' in place ? place.region : regionOfOffice(place.officeId)
  if (scope === 'region') return isWholeRegion(officeId) && isWithin(region, regionOfOffice(officeId))
  if (scope === 'county') return region.length >= 6 && region.slice(0, 6) === regionOfOffice(officeId).slice(0, 6)
  if (scope === 'office' || scope === 'department') return 'officeId' in place && isOneOffice(officeId) && (scope === 'office' ? place.officeId === officeId : departmentOfOffice(place.officeId) === departmentOfOffice(officeId))
  return scope === 'public' || scope === 'all'
}
