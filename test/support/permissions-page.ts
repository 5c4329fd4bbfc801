import { join } from 'node:path'
import { roles, type Role } from '../../server/people/actor.ts'
import { permissions, type Holder, type Permission } from '../../server/people/permissions.ts'
import type { Scope } from '../../server/people/scope.ts'
import { clashes } from '../../server/people/separation.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { routes } from './route-permissions.ts'

const { 'zh-CN': zh, en } = loadTexts(join(import.meta.dirname, '../../views/locales'))

const scopes: Record<Scope, string> = {
  public: 'whoever asks',
  own: 'what is one’s own: account, drafts, cases, and what one files for somebody by a mandate or at the counter',
  office: 'the office of the grant',
  department: 'the department of the grant’s office, wherever it has offices',
  county: 'what is filed in the county of the grant’s office',
  region: 'the county, city or province that the grant names, with everything within it',
  all: 'the whole portal',
}
const others: Record<Exclude<Holder, Role>, string> = { anyone: 'anybody', signedIn: 'whoever is signed in', staff: 'whoever holds any role' }

const holders = (permission: Permission): [Holder, Scope][] => Object.entries(permissions[permission] as Partial<Record<Holder, Scope>>) as [Holder, Scope][]
const nameOf = (holder: Holder): string => (holder in others ? others[holder as keyof typeof others] : en(`administration:role.${holder}`))
const whoOf = (permission: Permission): string => holders(permission).map(([holder]) => nameOf(holder)).join(', ')
const scopeOf = (permission: Permission): string => [...new Set(holders(permission).map(([, scope]) => scope))].join(', ')
const row = (...cells: string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: string[], rows: string[][]): string => [row(...head), row(...head.map(() => '---')), ...rows.map(cells => row(...cells))].join('\n')

/** `docs/permissions.md`, for whoever audits who may do what: written from the tables that the portal itself asks. */
export function permissionsPage(): string {
  const all = Object.keys(permissions) as Permission[]
  const guarded = Object.entries(routes).filter((entry): entry is [string, Permission] => entry[1] !== 'unguarded')
  const asked = (permission: Permission): number => guarded.filter(([, one]) => one === permission).length
  return `# Who may do what, and where

Written from the portal's own tables (\`server/people/permissions.ts\`, \`server/people/separation.ts\` and the table of routes
that the tests keep complete); a test fails when it is not the same. After a change: \`UPDATE_DOCS=1 npx jest test/permissions-page.test.ts\`.
Why it is so: [ADR 27](adr/0027-a-permission-reaches-as-far-as-its-grant.md).

${all.length} permissions, ${roles.length} roles, ${Object.keys(routes).length} routes, of which ${Object.keys(routes).length - guarded.length} ask for none. Each route is tried with each role, and each that reaches only so far with the
right role in a wrong place (\`test/permissions.test.ts\`, \`test/scope.test.ts\`).

## How far a permission reaches

${table(['Scope', 'What it reaches'], Object.entries(scopes))}

## Permissions

${table(['Permission', 'Who holds it', 'Scope', 'Routes'], all.map(permission => [`\`${permission}\``, holders(permission).map(([holder, scope]) => `${nameOf(holder)}${new Set(holders(permission).map(([, one]) => one)).size > 1 ? ` (${scope})` : ''}`).join(', '), scopeOf(permission), asked(permission) === 0 ? 'asked within others' : String(asked(permission))]))}

## Roles

${table(['Role', '岗位', 'Permissions beside those of everybody'], roles.map(role => [en(`administration:role.${role}`), zh(`administration:role.${role}`), all.filter(permission => holders(permission).some(([holder]) => holder === role)).map(permission => `\`${permission}\``).join(', ')]))}

## Roles that are never one person's

Refused when a role is granted; whoever holds two all the same is told of in the log at the start, and to the auditor.

${table(['Role', 'and', 'Why'], clashes.map(({ roles: [one, other], why }) => [en(`administration:role.${one}`), en(`administration:role.${other}`), en(`administration:apart.${why}`)]))}

## Routes

${table(['Route', 'Permission', 'Who', 'Scope'], Object.entries(routes).map(([route, permission]) => [`\`${route}\``, ...(permission === 'unguarded' ? ['none', 'anybody, and machines', ''] : [`\`${permission}\``, whoOf(permission), scopeOf(permission)])]))}
`
}
