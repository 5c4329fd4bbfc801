import type { Grant } from '../../server/people/actor.ts'
import type { NewPerson } from '../../server/people/create-person.ts'
import { idNumberCheck, usccCheck } from '../../server/people/identity-number.ts'

/** A valid ID number: somebody born on this day (YYYYMMDD) in Xihu; an odd order is a man's. */
export function anIdNumber(born = '19900307', order = '101', region = '330106'): string {
  const digits = `${region}${born}${order}`
  return digits + idNumberCheck(digits)
}

/** A valid unified social credit code of a company in Xihu. */
export function aUscc(order = 1): string {
  const body = `91330106MA2B${String(order).padStart(5, '0')}`
  return body + usccCheck(body)
}

type Changes = { name?: string; username?: string; idNumber?: string; phone?: string; email?: string }

export function aCitizen({ name = '陈小雨', username = 'chen.xiaoyu', idNumber = anIdNumber(), phone = '13805710001', email }: Changes = {}) {
  return { kind: 'person' as const, name, username, identity: { idNumber, phone, ...(email ? { email } : {}) }, passwordHash: null }
}

export function aCompany({ name = '杭州一线餐饮管理有限公司', username = 'yixian.catering', uscc = aUscc(), phone = '13805710002' }: { name?: string; username?: string; uscc?: string; phone?: string } = {}) {
  return { kind: 'organisation' as const, name, username, identity: { uscc, companyName: name, phone }, passwordHash: null }
}

/** The username follows from the grants, so that a test that asks twice for the same officer meets the same person. */
export function aStaffMember({ grants = [], name, username }: { grants?: Grant[]; name?: string; username?: string } = {}): NewPerson & { username: string } {
  const [first] = grants
  const [department = '', region = ''] = (first?.officeId ?? '').split('@')
  const slug = grants.length === 0 ? 'staff' : `${grants.map(({ role }) => role.toLowerCase()).join('.')}${department ? `.${department}.${region.slice(0, 9)}` : ''}`
  return { kind: 'person', name: name ?? `工作人员${slug}`, username: username ?? slug.slice(0, 60), identity: {}, passwordHash: null, grants }
}
