/** Every URL of the portal, in one place. */
const e = encodeURIComponent

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
  me: (done?: 'contact' | 'password' | 'registered') => (done ? `/me?done=${done}` : '/me'),
  contact: () => '/me/contact',
  password: () => '/me/password',
  certificates: () => '/me/certificates',

  draft: (id: string) => `/drafts/${e(id)}`,
  draftQuestions: (id: string) => `/drafts/${e(id)}/questions`,
  draftSection: (id: string, group: string) => `/drafts/${e(id)}/sections/${e(group)}`,
  draftMaterials: (id: string) => `/drafts/${e(id)}/materials`,
  draftMaterial: (id: string, material: string) => `/drafts/${e(id)}/materials/${e(material)}`,
  draftCheck: (id: string) => `/drafts/${e(id)}/check`,
  draftSubmit: (id: string) => `/drafts/${e(id)}/submit`,
  draftDiscard: (id: string) => `/drafts/${e(id)}/discard`,
  file: (id: string) => `/files/${e(id)}`,

  cases: () => '/cases',
  case: (number: string) => `/cases/${e(number)}`,
  receipt: (number: string) => `/cases/${e(number)}/receipt`,
  history: (number: string) => `/cases/${e(number)}/history.json`,
  supplement: (number: string) => `/cases/${e(number)}/supplement`,
  withdraw: (number: string) => `/cases/${e(number)}/withdraw`,
  certificate: (id: string) => `/certificates/${e(id)}`,

  counter: () => '/counter',
  counterStart: () => '/counter/start',
  counterCase: (number: string) => `/counter/cases/${e(number)}`,

  desk: () => '/desk',
  deskTask: (id: string) => `/desk/tasks/${e(id)}`,
  deskAct: (id: string, action: string) => `/desk/tasks/${e(id)}/${e(action)}`,

  adminBundles: () => '/admin/bundles',
  adminBundle: (id: string) => `/admin/bundles/${e(id)}`,
  adminCompile: () => '/admin/bundles/compile',
  adminPublish: () => '/admin/bundles/publish',
  adminRetire: (id: string) => `/admin/bundles/${e(id)}/retire`,
  adminPeople: () => '/admin/people',
  adminPerson: (id: string) => `/admin/people/${e(id)}`,
  adminOffices: () => '/admin/offices',
  adminOffice: (id: string) => `/admin/offices/${e(id)}`,
  adminAudit: () => '/admin/audit',
  health: () => '/health',
  ready: () => '/ready',
} as const

/** A path on this site and nothing else: where to go on after signing in must not lead away. */
export function localPath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value) || /[\u0000-\u001f\\]/.test(value)) return undefined
  return value
}
