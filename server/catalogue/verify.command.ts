import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultLanguage, languages, loadTexts, type Language } from '../web/texts.ts'
import { shippedFolder } from './catalogue-folder.ts'
import type { Text } from './definition.ts'
import { isError, type Diagnostic } from './diagnostic.ts'
import { shownDiagnostic } from './diagnostic-words.ts'
import { proveFiles, type ProvedFiles } from './prove-files.ts'
import type { ProvedPackage } from './prove-package.ts'

/** `bundles:verify [FILE|DIR] [--json] [--language en|zh-CN]`: compiles and proves definitions and packages; 1 when anything fails. */
function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, language: { type: 'string', default: 'en' } },
  })
  const language: Language = languages.find(known => known === values.language) ?? defaultLanguage
  const target = positionals[0] ?? shippedFolder
  const report = proveFiles(target)
  if (!report) return say(`There is no file or folder ${target}.`), 2
  if (values.json) say(JSON.stringify(asData(report, language), null, 2))
  else print(report, language)
  return report.diagnostics.some(isError) || report.bundles.length === 0 ? 1 : 0
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

const textsIn = (language: Language) => loadTexts(join(import.meta.dirname, '../../views/locales'))[language]

function reader(language: Language) {
  const t = textsIn(language)
  return (diagnostic: Diagnostic) => shownDiagnostic(diagnostic, t, (text: Text) => (language === 'en' ? text.en : text.zh))
}

function asData({ bundles, packages, diagnostics }: ProvedFiles, language: Language) {
  const show = reader(language)
  return {
    bundles: bundles.map(({ id, proof, diagnostics, milliseconds }) => ({ id, holds: !diagnostics.some(isError), ...proof, milliseconds: Math.round(milliseconds) })),
    packages: packages.map(({ file, signature, hash }) => ({ file, signature: signature.kind, ...(signature.kind === 'signed' ? { fingerprint: signature.fingerprint, issuer: signature.issuer, version: signature.version } : {}), hash })),
    diagnostics: diagnostics.map(diagnostic => ({ ...show(diagnostic), params: diagnostic.params, answers: diagnostic.situation?.answerIds, chosen: diagnostic.situation?.chosenIds })),
  }
}

function print({ bundles, packages, diagnostics }: ProvedFiles, language: Language): void {
  const show = reader(language)
  for (const { severity, where, path, problem, situation, remedy } of diagnostics.map(show)) {
    say(`${where} ${severity}${path && ` [${path}]`}: ${problem}${situation ? `\n    ${situation}` : ''}\n    ${remedy}`)
  }
  if (diagnostics.length > 0) say('')
  const rows = bundles.map(({ id, proof, diagnostics, milliseconds }) =>
    [id, diagnostics.some(isError) ? 'FAILS' : 'holds', String(proof.combinations), String(proof.maxVisits), String(proof.longestPathDays), String(proof.checks.length), milliseconds.toFixed(0)])
  const table = [['bundle', '', 'combinations', 'visits', 'path (days)', 'checks', 'ms'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0))) ?? []
  for (const row of table) say(row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
  for (const line of packages.flatMap(one => wordsOf(one, language))) say(line)
  const errors = diagnostics.filter(isError).length
  say(`\n${bundles.length} bundles, ${errors} errors, ${diagnostics.length - errors} warnings, ${(performance.now() / 1000).toFixed(1)} s`)
}

/** Who signed, and whether the proof made here says what was claimed; what is wrong stands among the diagnostics. */
function wordsOf({ file, signature, bundleId, hash, diagnostics }: ProvedPackage, language: Language): string[] {
  const t = textsIn(language)
  const isSame = !diagnostics.some(isError)
  const state = signature.kind === 'signed'
    ? t('catalogue:package.signed', { file, bundle: bundleId, version: signature.version, issuer: signature.issuer, fingerprint: inGroups(signature.fingerprint) })
    : t(`catalogue:package.${signature.kind}`, { file })
  return ['', state, ...(isSame ? [t('catalogue:package.same', { hash })] : [])]
}

const inGroups = (digits: string): string => digits.replace(/.{4}(?=.)/g, '$& ')

// Whoever reads only the first lines closes the pipe: that is no fault.
process.stdout.on('error', () => process.exit())
try {
  process.exitCode = main()
} catch (error) {
  if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') !== true) throw error
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
