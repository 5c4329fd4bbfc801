import { statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultLanguage, languages, loadTexts, type Language } from '../web/texts.ts'
import { readDefinitions, readRegions, shippedFolder } from './catalogue-folder.ts'
import { compile } from './compile.ts'
import type { Catalogue, Text } from './definition.ts'
import { error, isError, type Diagnostic } from './diagnostic.ts'
import { shownDiagnostic } from './diagnostic.view.ts'
import { resolve } from './resolve.ts'
import { verify, type Verification } from './verify.ts'

/** `bundles:verify [DIR] [--json] [--language en|zh-CN]`: compiles and proves a folder of definitions; 1 when anything fails. */
function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, language: { type: 'string', default: 'en' } },
  })
  const language: Language = languages.find(known => known === values.language) ?? defaultLanguage
  const folder = positionals[0] ?? shippedFolder
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return say(`There is no folder ${folder}.`), 2
  const report = examined(folder)
  if (values.json) say(JSON.stringify(asData(report, language), null, 2))
  else print(report, language)
  return report.diagnostics.some(isError) || report.bundles.length === 0 ? 1 : 0
}

interface Report {
  bundles: (Omit<Verification, 'steps'> & { id: string; milliseconds: number })[]
  diagnostics: Diagnostic[]
}

function examined(folder: string): Report {
  const { regions, faults } = readRegions(folder)
  const files = readDefinitions(folder)
  const compiled = compile(files, files.some(({ name }) => name === 'departments.yaml') ? undefined : theState())
  const regionFaults = faults.map(({ code, line, value }) => ({ ...error(code, { kind: 'file', id: 'regions.csv', path: [] }, { value }), file: 'regions.csv', line }))
  const bundles = compiled.bundleIds.flatMap(id => {
    const definition = resolve(compiled.catalogue, id)
    if (!definition) return []
    const start = performance.now()
    const { proof, diagnostics } = verify(definition, regions)
    return [{ id, proof, diagnostics: compiled.placed(diagnostics), milliseconds: performance.now() - start }]
  })
  return { bundles, diagnostics: [...regionFaults, ...compiled.diagnostics, ...bundles.flatMap(({ diagnostics }) => diagnostics)] }
}

/** A definition downloaded by itself names departments and registers without bringing them: those that ship are meant. */
function theState(): Catalogue {
  const { departments, registers } = compile(readDefinitions(shippedFolder)).catalogue
  return { departments, registers, groups: [], fields: new Map(), materials: new Map(), items: new Map(), bundles: new Map() }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

function reader(language: Language) {
  const t = loadTexts(join(import.meta.dirname, '../../views/locales'))[language]
  return (diagnostic: Diagnostic) => shownDiagnostic(diagnostic, t, (text: Text) => (language === 'en' ? text.en : text.zh))
}

function asData({ bundles, diagnostics }: Report, language: Language) {
  const show = reader(language)
  return {
    bundles: bundles.map(({ id, proof, diagnostics, milliseconds }) => ({ id, holds: !diagnostics.some(isError), ...proof, milliseconds: Math.round(milliseconds) })),
    diagnostics: diagnostics.map(diagnostic => ({ ...show(diagnostic), params: diagnostic.params, answers: diagnostic.situation?.answerIds, chosen: diagnostic.situation?.chosenIds })),
  }
}

function print({ bundles, diagnostics }: Report, language: Language): void {
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
  const errors = diagnostics.filter(isError).length
  say(`\n${bundles.length} bundles, ${errors} errors, ${diagnostics.length - errors} warnings, ${(performance.now() / 1000).toFixed(1)} s`)
}

// Whoever reads only the first lines closes the pipe: that is no fault.
process.stdout.on('error', () => process.exit())
process.exitCode = main()
