/** Every URL of the portal, in one place. */
const e = encodeURIComponent
const inUrl = (name: string): string => e(name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`))

export const paths = {
  home: () => '/',
  search: (q?: string) => (q ? `/search?q=${e(q)}` : '/search'),
  stage: (stage: string) => `/stages/${e(stage)}`,
  bundle: (id: string, query = '') => `/bundles/${e(id)}${query}`,
  checklist: (id: string, query = '') => `/bundles/${e(id)}/checklist${query}`,
  start: (id: string, query = '') => `/bundles/${e(id)}/start${query}`,
  regions: (under = '') => `/regions?under=${e(under)}`,
  verify: (identifier?: string) => (identifier ? `/verify?identifier=${e(identifier)}` : '/verify'),
  accessibility: () => '/accessibility',
  privacy: () => '/privacy',
  help: () => '/help',
  settings: () => '/settings',
  /** The same page in another language, or in another size of print; the switch is taken out of the URL again. */
  inLanguage: (url: string, language: string) => `${url}${url.includes('?') ? '&' : '?'}lang=${e(language)}`,
  inPrint: (url: string, size: 'large' | 'normal') => `${url}${url.includes('?') ? '&' : '?'}print=${size}`,

  signIn: (next?: string) => (next ? `/sign-in?next=${e(next)}` : '/sign-in'),
  /** When a session ended in the middle of a form. */
  signInAgain: (next?: string) => `/sign-in?lapsed=1${next ? `&next=${e(next)}` : ''}`,
  /** After all sessions were ended. */
  signedOutEverywhere: () => '/sign-in?ended=1',
  signOut: () => '/sign-out',
  signOutEverywhere: () => '/sign-out/everywhere',
  register: (next?: string) => (next ? `/register?next=${e(next)}` : '/register'),
  me: (done?: 'contact' | 'notices' | 'password' | 'registered') => (done ? `/me?done=${done}` : '/me'),
  contact: () => '/me/contact',
  password: () => '/me/password',
  messages: (done?: 'read') => (done ? `/me/messages?done=${done}` : '/me/messages'),
  message: (id: string) => `/me/messages/${e(id)}`,
  messagesRead: () => '/me/messages/read',
  notices: () => '/me/notifications',
  certificates: () => '/me/certificates',

  draft: (id: string) => `/drafts/${e(id)}`,
  draftQuestions: (id: string) => `/drafts/${e(id)}/questions`,
  draftKnown: (id: string) => `/drafts/${e(id)}/known`,
  draftVersion: (id: string) => `/drafts/${e(id)}/version`,
  draftSection: (id: string, group: string) => `/drafts/${e(id)}/sections/${e(group)}`,
  draftMaterials: (id: string) => `/drafts/${e(id)}/materials`,
  draftMaterial: (id: string, material: string) => `/drafts/${e(id)}/materials/${e(material)}`,
  draftCheck: (id: string) => `/drafts/${e(id)}/check`,
  draftSubmit: (id: string) => `/drafts/${e(id)}/submit`,
  draftDiscard: (id: string) => `/drafts/${e(id)}/discard`,
  file: (id: string) => `/files/${e(id)}`,
  fileDownload: (id: string) => `/files/${e(id)}?download`,

  cases: () => '/cases',
  case: (number: string) => `/cases/${e(number)}`,
  receipt: (number: string) => `/cases/${e(number)}/receipt`,
  history: (number: string) => `/cases/${e(number)}/history.json`,
  supplement: (number: string) => `/cases/${e(number)}/supplement`,
  deferred: (number: string) => `/cases/${e(number)}/deferred`,
  withdraw: (number: string) => `/cases/${e(number)}/withdraw`,
  withdrawPart: (number: string) => `/cases/${e(number)}/withdraw/part`,
  letter: (number: string, seq: number) => `/cases/${e(number)}/letters/${seq}`,
  certificate: (id: string) => `/certificates/${e(id)}`,

  counter: () => '/counter',
  counterFind: () => '/counter/find',
  counterStart: () => '/counter/start',
  counterCase: (number: string, done?: 'corrected' | 'handedOut') => `/counter/cases/${e(number)}${done ? `?done=${done}` : ''}`,
  counterCorrect: (number: string) => `/counter/cases/${e(number)}/correct`,
  counterHandOut: (number: string) => `/counter/cases/${e(number)}/hand-out`,
  counterIntakes: (after?: string) => (after ? `/counter/intake?after=${e(after)}` : '/counter/intake'),
  counterIntake: (number: string, done?: 'accepted' | 'noted') => `/counter/intake/${e(number)}${done ? `?done=${done}` : ''}`,
  counterAccept: (number: string) => `/counter/intake/${e(number)}/accept`,
  counterNote: (number: string, item: string) => `/counter/intake/${e(number)}/items/${e(item)}/deficiencies`,

  desk: () => '/desk',
  deskTask: (id: string) => `/desk/tasks/${e(id)}`,
  deskLetter: (id: string, seq: number) => `/desk/tasks/${e(id)}/letters/${seq}`,
  deskLoad: () => '/desk/load',
  deskRequests: () => '/desk/requests',
  deskRequest: (id: string, done?: 'answered') => `/desk/requests/${e(id)}${done ? `?done=${done}` : ''}`,
  deskRequestAnswer: (id: string) => `/desk/requests/${e(id)}/answer`,
  /** `declineToAccept` → `decline-to-accept`. */
  deskAct: (id: string, action: string) => `/desk/tasks/${e(id)}/${inUrl(action)}`,
  deskActRoute: (action: string) => `/desk/tasks/:id/${inUrl(action)}`,

  supervision: (query = '') => `/supervision${query}`,
  supervisedTask: (id: string, done?: 'ordered') => `/supervision/tasks/${e(id)}${done ? `?done=${done}` : ''}`,
  giveOrder: (id: string) => `/supervision/tasks/${e(id)}/orders`,
  supervisedCase: (number: string, done?: 'extended') => `/supervision/cases/${e(number)}${done ? `?done=${done}` : ''}`,
  extendCase: (number: string) => `/supervision/cases/${e(number)}/extend`,
  open: () => '/open',
  openOverdue: (after?: string) => (after ? `/open/overdue?after=${e(after)}` : '/open/overdue'),

  adminBundles: () => '/admin/bundles',
  adminBundle: (id: string) => `/admin/bundles/${e(id)}`,
  adminCompile: (from?: string) => (from ? `/admin/bundles/compile?from=${e(from)}` : '/admin/bundles/compile'),
  adminDefinition: (id: string) => `/admin/bundles/${e(id)}/definition.yaml`,
  adminPublish: () => '/admin/bundles/publish',
  adminRetire: (id: string) => `/admin/bundles/${e(id)}/retire`,
  adminVersions: (id: string) => `/admin/bundles/${e(id)}/versions`,
  adminCompare: (id: string, before: number, after: number) => `/admin/bundles/${e(id)}/versions/${before}/compare/${after}`,
  adminFields: () => '/admin/fields',
  adminField: (id: string) => `/admin/fields/${e(id)}`,
  adminMaterials: () => '/admin/materials',
  adminMaterial: (id: string) => `/admin/materials/${e(id)}`,
  adminItems: () => '/admin/items',
  adminItem: (code: string) => `/admin/items/${e(code)}`,
  adminPeople: () => '/admin/people',
  adminNewPerson: () => '/admin/people/new',
  adminPerson: (id: string, done?: 'granted' | 'withdrawn' | 'closed' | 'reopened') => `/admin/people/${e(id)}${done ? `?done=${done}` : ''}`,
  adminPersonAct: (id: string, act: 'grant' | 'withdraw' | 'close' | 'reopen' | 'password') => `/admin/people/${e(id)}/${act}`,
  adminOffices: () => '/admin/offices',
  adminOffice: (id: string, done?: 'changed' | 'closed' | 'reopened') => `/admin/offices/${e(id)}${done ? `?done=${done}` : ''}`,
  adminOfficeAct: (id: string, act: 'close' | 'reopen') => `/admin/offices/${e(id)}/${act}`,
  adminCalendar: (year?: number, done?: 'changed' | 'restored' | 'imported') => (year ? `/admin/calendar?year=${year}${done ? `&done=${done}` : ''}` : '/admin/calendar'),
  adminCalendarDay: () => '/admin/calendar/day',
  adminCalendarRestore: () => '/admin/calendar/day/restore',
  adminCalendarNotice: () => '/admin/calendar/notice',
  adminOfficeHours: (done?: 'changed' | 'restored') => `/admin/calendar/hours${done ? `?done=${done}` : ''}`,
  adminOfficeHoursChange: (region?: string) => `/admin/calendar/hours/change${region ? `?region=${e(region)}` : ''}`,
  adminOfficeHoursRestore: () => '/admin/calendar/hours/restore',
  adminAudit: () => '/admin/audit',
  adminAuditCheck: () => '/admin/audit/check',
  /** A list with its filters and place: empty ones are left out. */
  filtered: (path: string, filters: Record<string, string | undefined>) => {
    const query = new URLSearchParams(Object.entries(filters).filter((pair): pair is [string, string] => Boolean(pair[1])))
    return query.size > 0 ? `${path}?${query}` : path
  },
  health: () => '/health',
  ready: () => '/ready',
} as const

/** A path on this site and nothing else: where to go on after signing in must not lead away. */
export function localPath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value) || /[\u0000-\u001f\\]/.test(value)) return undefined
  return value
}
