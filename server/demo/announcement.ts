import type { Language, Translate } from '../web/texts.ts'
import { demoPassword, type DemoAccount } from './accounts.ts'

/** What `npm run demo` prints, in both languages one after the other: nobody has chosen one yet. */
type Texts = Record<Language, Translate>

const inBoth = (texts: Texts, write: (t: Translate, language: Language) => string): string =>
  [write(texts['zh-CN'], 'zh-CN'), write(texts.en, 'en')].join('\n')

export const greeting = (texts: Texts, url: string): string =>
  `\n  ${url}\n\n${inBoth(texts, t => `  ${t('demo:console.building')}`)}\n`

export const portTaken = (texts: Texts, port: number): string => inBoth(texts, t => t('demo:console.portTaken', { port, next: port + 1 }))

export function accountsTable(texts: Texts, accounts: readonly DemoAccount[]): string {
  const rows = accounts.map(account => [roleIn(texts, account), account.name, account.username])
  const head = ['role', 'name', 'username'].map(key => `${texts['zh-CN'](`demo:console.${key}`)} ${texts.en(`demo:console.${key}`)}`)
  const lines = aligned([head, ...rows])
  const after = inBoth(texts, t => `  ${t('demo:console.others', { password: demoPassword })}\n  ${t('demo:console.stop')}`)
  return [lines[0], '', ...lines.slice(1), '', after, ''].join('\n')
}

const roleIn = (texts: Texts, { role, department }: DemoAccount): string =>
  [texts['zh-CN'](`demo:role.${role}`), department?.zh, texts.en(`demo:role.${role}`), department?.en].filter(Boolean).join(' ')

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => widthOf(row[column] ?? ''))))
  return rows.map(row => `  ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join('  ')}`.trimEnd())
}

/** Columns on a terminal: a Chinese character takes two. */
const widthOf = (text: string): number => [...text].reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 0)
