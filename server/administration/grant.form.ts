import { officeId } from '../offices/office.store.ts'
import { postedRegion } from '../offices/region-levels.ts'
import { officeRoles, regionRoles, roles, type Grant, type Role } from '../people/actor.ts'
import { wholeRegion } from '../people/scope.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

const province = '330000000000'

/** Reads a role and, where the role means one, the office (a department and how far down the cascade goes) or the region. */
export function readGrant(body: Body): Form<Grant> {
  const region = postedRegion({ city: text(body['region.city']), county: text(body['region.county']), township: text(body['region.township']) })
  const values = { role: text(body.role), department: text(body.department), region }
  const role = roles.find(one => one === values.role)
  const problems: Problem[] = []
  if (!role) problems.push({ field: 'role', code: 'choose' })
  if (role && officeRoles.includes(role) && values.department === '') problems.push({ field: 'department', code: 'choose' })
  if (body._next !== undefined) return { values, problems: [] }
  return form(body, values, problems, () => ({ role: role as Role, officeId: placeFor(role as Role, values.department, region || province) }))
}

function placeFor(role: Role, department: string, region: string): string {
  if (officeRoles.includes(role)) return officeId(department, region)
  return regionRoles.includes(role) ? wholeRegion(region) : ''
}

/** A grant as the buttons of the page name it. */
export function readHeldGrant(body: Body): Grant | undefined {
  const role = roles.find(one => one === text(body.role))
  return role && { role, officeId: text(body.officeId) }
}
