import type { Ctx } from '../context.ts'
import type { Role } from './actor.ts'

/** Somebody with an open account who holds a role now. */
export interface StaffMember {
  id: string
  role: Role
  /** `''` for a role that is not tied to an office. */
  officeId: string
}

/** Officers and heads of these offices, and all supervisors: a line for each role. Who has left is not among them. */
export async function listStaff({ db }: Pick<Ctx, 'db'>, officeIds: readonly string[]): Promise<StaffMember[]> {
  const rows = await db.read.selectFrom('role_grant').innerJoin('person', 'person.id', 'role_grant.person_id').select(['person.id', 'role', 'office_id'])
    .where('office_id', 'in', ['', ...officeIds]).where('role', 'in', ['officer', 'head', 'supervisor']).where('status', '=', 'active').orderBy('person.id').execute()
  return rows.map(({ id, role, office_id }) => ({ id, role: role as Role, officeId: office_id }))
}
