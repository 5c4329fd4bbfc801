import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const root = join(import.meta.dirname, '../..')
export const page = join(root, 'docs/asvs.md')

export interface Requirement {
  id: string
  level: number
  title: string
  applies: 'met' | 'notApplicable' | 'open'
  /** Files that do it, documents too. */
  where?: string[]
  /** `file › title of the test`. */
  tests?: string[]
  /** A document is what is asked for: nothing to test. */
  documents?: boolean
  why?: string
}

export const readRequirements = (): Requirement[] =>
  (parse(readFileSync(join(root, 'docs/asvs.yaml'), 'utf8')) as Requirement[]).map(one => ({ ...one, id: String(one.id) }))

const chapters = [
  'Encoding and sanitization', 'Validation and business logic', 'Web frontend', 'API and web service', 'File handling', 'Authentication', 'Session management', 'Authorization', 'Self-contained tokens',
  'OAuth and OpenID Connect', 'Cryptography', 'Secure communication', 'Configuration', 'Data protection', 'Secure coding and architecture', 'Logging and error handling', 'WebRTC',
]
const words = { met: 'met', notApplicable: 'n/a', open: '**open**' }

export const countOf = (all: readonly Requirement[], applies: Requirement['applies']): number => all.filter(one => one.applies === applies).length

/** `docs/asvs.md`, from `docs/asvs.yaml`. */
export function asvsPage(all: readonly Requirement[]): string {
  const open = all.filter(({ applies }) => applies === 'open')
  const operators = open.filter(({ why }) => why?.startsWith('Operator:'))
  return `# OWASP ASVS 5.0, levels 1 and 2

Each of the ${all.length} requirements of levels 1 and 2 of the [Application Security Verification Standard 5.0.0](https://github.com/OWASP/ASVS/tree/v5.0.0_release/5.0)
(OWASP, CC BY-SA 4.0): where it is met and which test would fail without it, or why it doesn't apply, or what is missing. The titles are short
words of our own; the standard's text is the requirement. Made from [asvs.yaml](asvs.yaml): \`UPDATE_DOCS=1 npx jest test/asvs.test.ts\`. The test keeps it complete,
and every file and test that it names real.

**${countOf(all, 'met')} met, ${countOf(all, 'notApplicable')} not applicable, ${open.length} open**, ${operators.length} of these because no program can meet them: whoever runs the portal does.

## Open

${open.map(({ id, title, why }) => `- **${id}** ${title}: ${why}`).join('\n')}

${chapters.map((name, place) => chapter(place + 1, name, all)).join('\n\n')}
`
}

function chapter(number: number, name: string, all: readonly Requirement[]): string {
  const own = all.filter(({ id }) => id.startsWith(`${number}.`))
  return `## V${number} ${name}\n\n| | level | requirement | | where | test, or why |\n|---|---|---|---|---|---|\n${own.map(row).join('\n')}`
}

const row = ({ id, level, title, applies, where = [], tests = [], why }: Requirement): string =>
  `| ${id} | ${level} | ${cell(title)} | ${words[applies]} | ${where.map(link).join(' ')} | ${[...tests.map(testCell), ...(why ? [cell(why)] : [])].join('<br>')} |`

const link = (file: string): string => `[${file.replace(/^.*\//, '')}](../${file})`.replace('(../docs/', '(')

function testCell(test: string): string {
  const [file = '', title = ''] = test.split(' › ')
  return `${link(file)}: ${cell(title)}`
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
