/** One line of figures, by column. */
export type Line = Record<string, string | number>

/** Lines as a table of text: words to the left, figures to the right. */
export function table(lines: readonly Line[]): string {
  const heads = [...new Set(lines.flatMap(line => Object.keys(line)))]
  const cells = [heads, ...lines.map(line => heads.map(head => String(line[head] ?? '')))]
  const widths = heads.map((_, at) => Math.max(...cells.map(row => (row[at] as string).length)))
  const isWord = heads.map(head => lines.every(line => typeof (line[head] ?? '') === 'string'))
  return cells.map(row => row.map((cell, at) => (isWord[at] ? cell.padEnd(widths[at] as number) : cell.padStart(widths[at] as number))).join('  ').trimEnd()).join('\n')
}
