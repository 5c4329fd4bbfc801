import type { Ctx } from '../context.ts'
import type { Role } from './actor.ts'
import { regionOfOffice, regionsAround, wholeRegion } from './scope.ts'

/** Somebody with an open account who holds a role now. */
export interface StaffMember {
  id: string
  role: Role
  /** Where the role holds, as in a grant. */
  officeId: string
}

/** Officers and heads of these offices, and the supervisors over their regions: a line for each role. Who has left is not among them. */
export async function listStaff({ db }: Pick<Ctx, 'db'>, officeIds: readonly string[]): Promise<StaffMember[]> {
  const regions = officeIds.flatMap(officeId => regionsAround(regionOfOffice(officeId)).map(wholeRegion))
  const rows = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select(['person.id', 'role', 'office_id'])
    .where('office_id', 'in', [...new Set([...officeIds, ...regions])]).where('role', 'in', ['officer', 'head', 'supervisor']).where('status', '=', 'active').orderBy('person.id').execute()
  return rows.map(({ id, role, office_id }) => ({ id, role: role as Role, officeId: office_id }))
}
