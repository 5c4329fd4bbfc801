/** As whom the portal is attacked, and where his part of it begins. */
export interface Attacker {
  role: string
  /** An account of the demonstration; nobody is signed in without one. */
  username?: string
  starts: string[]
}

const open = ['/', `/search?q=${encodeURIComponent('出生')}`, '/bundles/newborn-birth', '/bundles/newborn-birth/checklist', '/verify', '/open', '/help', '/regions', '/sign-in', '/register', '/forgotten-password', '/settings']
const own = ['/me', '/me/contact', '/me/security', '/me/password', '/me/devices', '/me/messages', '/me/notifications', '/me/certificates', '/me/mandates', '/me/mandates/new', '/me/confirmations', '/me/access-log', '/me/export']

export const attackers: readonly Attacker[] = [
  { role: 'nobody', starts: open },
  { role: 'citizen', username: 'chen.xiaoyu', starts: ['/cases', '/bundles/newborn-birth/start', ...own, ...open] },
  { role: 'company', username: 'hupan.catering', starts: ['/cases', '/bundles/restaurant-opening/start', ...own, ...open] },
  { role: 'counterOfficer', username: 'counter', starts: ['/counter', '/counter/intake', '/desk', ...own, ...open] },
  { role: 'assistant', username: 'helper', starts: ['/assist', ...own] },
  { role: 'officer', username: 'desk.public-security', starts: ['/desk', '/desk/requests', '/internal', ...own] },
  { role: 'head', username: 'head.public-security', starts: ['/desk', '/desk/load', '/supervision', ...own] },
  { role: 'supervisor', username: 'supervisor', starts: ['/supervision', '/desk', ...own] },
  { role: 'bundleAdministrator', username: 'bundles', starts: ['/admin/bundles', '/admin/proposals', '/admin/items', '/admin/fields', '/admin/materials', ...own] },
  { role: 'itemAdministrator', username: 'items.civil-affairs', starts: ['/admin/items', '/admin/sign-offs', '/admin/proposals', '/admin/bundles', ...own] },
  { role: 'systemAdministrator', username: 'administrator', starts: ['/admin/people', '/admin/offices', '/admin/calendar', '/admin/calendar/hours', ...own] },
  { role: 'securityAdministrator', username: 'security', starts: ['/admin/people', '/admin/keys', '/admin/retention', ...own] },
  { role: 'auditor', username: 'auditor', starts: ['/admin/audit', '/admin/audit/readings', '/admin/bundles', ...own] },
]
