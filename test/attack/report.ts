import type { TokenProxy } from './token-proxy.ts'
import type { Tally } from './target.ts'
import type { Finding } from './wapiti.ts'

/** What an attack as one role did and found. */
export interface Outcome {
  role: string
  username: string
  /** Kinds of page and forms that can be reached by links; requests that sqlmap was given, and how many it came to. */
  pages: number
  forms: number
  targets: number
  tried: number
  /** Whether wapiti did not come to its end: then what it had found is not known. */
  isCutOff: boolean
  tally: Tally
  proxy: TokenProxy['told']
  /** Kinds of page that can be drawn afterwards, with all that was stored. */
  pagesAfter: number
  /** Forms sent without a valid token, and those of them that were not refused. */
  fence: { sent: number; letThrough: string[] }
  findings: Finding[]
  /** What `ledger:verify` finds in the attacked database, and not in the town as it was built. */
  faults: string[]
}

export interface Results {
  on: string
  seconds: number
  versions: Record<string, string>
  /** What the tools found on the weak server. */
  proof: Finding[]
  /** What `ledger:verify` finds in the town before anybody attacks it. */
  faultsBefore: string[]
  outcomes: Outcome[]
}

/** What the tools say of the demonstration because it runs without TLS, and of a header that is off on purpose: `docs/attack-runs.md`. */
export const isExplained = ({ says }: Finding): boolean => /^(Secure flag is not set in the cookie|Strict-Transport-Security is not set|X-XSS-Protection is not set)/.test(says)

const begin = '<!-- results -->'
const end = '<!-- end of results -->'

/** The document with the part between its two marks written anew. */
export function markdown(results: Results, document: string): string {
  const [before = '', rest = ''] = document.split(begin)
  return `${before}${begin}\n\n${tables(results)}\n\n${end}${rest.split(end)[1] ?? ''}`
}

function tables({ on, seconds, versions, proof, faultsBefore, outcomes }: Results): string {
  const rows = outcomes.map(({ role, isCutOff, pages, forms, targets, tried, tally, faults, pagesAfter, findings }) =>
    `| ${role}${isCutOff ? ' (wapiti cut off)' : ''} | ${pages} | ${forms} | ${tried} of ${targets} | ${tally.requests} | ${tally.reached} | ${Object.keys(tally.routes).length} | ${tally.refused[403] ?? 0} | ${tally.faults.length} | ${findings.length} | ${pagesAfter} | ${faults.length === 0 ? 'whole' : `**${faults.length} faults**`} |`)
  const fences = outcomes.map(({ fence }) => fence)
  return [
    `Run on ${on}: wapiti ${versions.wapiti}, sqlmap ${versions.sqlmap}, at most ${seconds} s for each role.`,
    `On the weak server they found: ${kinds(proof).map(([kind, count]) => `${kind} (${count})`).join(', ')}.`,
    ...(faultsBefore.length > 0 ? [`Before any attack \`ledger:verify\` found in the town: ${faultsBefore.map(one => `“${cell(one)}”`).join(', ')}. What follows counts what came beside that.`] : []),
    `Forms sent without a valid token: ${fences.reduce((sum, { sent }) => sum + sent, 0)}; let through: ${fences.flatMap(({ letThrough }) => letThrough).join(', ') || 'none'}.`,
    ['| role | kinds of page | forms | requests sqlmap came to | requests sent | reached a route’s code | routes | no valid token | answers 5xx | findings | kinds of page afterwards | history |', '|---|---|---|---|---|---|---|---|---|---|---|---|', ...rows].join('\n'),
    '| finding | tool | times | as | at, for example |\n|---|---|---|---|---|',
  ].join('\n\n') + '\n' + findingRows(outcomes)
}

const kinds = (findings: readonly Finding[]): [string, number][] => {
  const counts = new Map<string, number>()
  for (const { tool, kind } of findings) counts.set(`${tool}: ${kind}`, (counts.get(`${tool}: ${kind}`) ?? 0) + 1)
  return [...counts]
}

function findingRows(outcomes: readonly Outcome[]): string {
  const all = Map.groupBy(outcomes.flatMap(({ role, findings }) => findings.map(finding => ({ ...finding, role }))), ({ tool, kind, says }) => `${tool} ${kind} ${says.replace(/\s+/g, ' ')}`)
  const rows = [...all.values()].map(([first, ...rest]) => {
    const { tool, kind, says, where, parameter } = first as NonNullable<typeof first>
    const roles = new Set([first, ...rest].map(one => one?.role))
    return `| ${kind}: ${cell(says)} | ${tool} | ${rest.length + 1} | ${roles.size === outcomes.length ? 'everybody' : [...roles].join(', ')} | \`${cell(where)}\`${parameter ? ` (${cell(parameter)})` : ''} |`
  })
  return rows.join('\n') || '| none | | | | |'
}

const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ').slice(0, 140)
