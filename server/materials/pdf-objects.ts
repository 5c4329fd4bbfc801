import { inflateSync } from 'node:zlib'
import { Dict, Lexer, MalformedPdf, Name, type Budget, type PdfValue } from './pdf-lexer.ts'

/** One object as it stands in the file, in whatever revision; `number` is undefined for a trailer. */
export type Visit = (value: PdfValue, number: number | undefined, isStream: boolean) => void

const mostObjects = 50_000
const budgetOf = (): Budget => ({ values: 500_000, inflated: 24 * 1024 * 1024 })

/**
 * Visits every object of a PDF, those in compressed streams and in earlier revisions included.
 *
 * A reader finds objects by a table of offsets and need not look where we look. So nothing may stand
 * between objects, and “1 0 obj” may begin nowhere else: not in a string, a comment or a stream.
 * Throws `MalformedPdf`.
 */
export function visitObjects(bytes: Buffer, visit: Visit): void {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') throw new MalformedPdf('no header')
  if (!/%%EOF[\0\t\n\f\r ]*$/.test(bytes.subarray(-1024).toString('latin1'))) throw new MalformedPdf('cut off')
  const budget = budgetOf()
  const lexer = new Lexer(bytes, budget)
  const begun = new Set<number>()
  while (lexer.skip()) {
    const word = lexer.peek()
    if (/^\d+$/.test(word)) readObject(lexer, budget, visit, begun)
    else if (word === 'xref') skipTable(lexer)
    else if (word === 'trailer') visit((lexer.word(), lexer.value()), undefined, false)
    else if (word === 'startxref') void (lexer.word(), lexer.integer())
    else throw new MalformedPdf(`neither object nor table at ${lexer.at}`)
    if (begun.size > mostObjects) throw new MalformedPdf('too many objects')
  }
  requireNoOther(bytes, begun)
}

function readObject(lexer: Lexer, budget: Budget, visit: Visit, begun: Set<number>): void {
  const number = lexer.integer()
  lexer.integer()
  if (lexer.peek() !== 'obj') throw new MalformedPdf(`no object at ${lexer.at}`)
  lexer.word()
  begun.add(lexer.at)
  const value = lexer.peek() === 'endobj' ? null : lexer.value()
  const isStream = lexer.peek() === 'stream'
  visit(value, number, isStream)
  if (isStream) readStream(lexer, value, budget, visit)
  if (lexer.word() !== 'endobj') throw new MalformedPdf(`an object without end at ${lexer.at}`)
}

function skipTable(lexer: Lexer): void {
  lexer.word()
  while (/^\d+$/.test(lexer.peek())) {
    lexer.integer()
    lexer.integer()
    if (/^[nf]$/.test(lexer.peek())) lexer.word()
  }
}

function readStream(lexer: Lexer, dict: PdfValue, budget: Budget, visit: Visit): void {
  if (!(dict instanceof Dict) || new Set(dict.entries.map(([key]) => key)).size < dict.entries.length) throw new MalformedPdf('a stream without a dictionary')
  lexer.word()
  const { bytes } = lexer
  const start = lexer.at + (bytes[lexer.at] === 13 && bytes[lexer.at + 1] === 10 ? 2 : 1)
  const length = dict.get('Length')
  // Where the length stands elsewhere, the stream ends where its end is written first.
  const end = typeof length === 'number' ? start + length : bytes.indexOf('endstream', start)
  if (end < start || end > bytes.length) throw new MalformedPdf('a stream without end')
  lexer.at = end
  if (lexer.word() !== 'endstream') throw new MalformedPdf(`a stream without end at ${lexer.at}`)
  // Told by what a reader needs to open it, not by what it calls itself.
  if (dict.isNamed('Type', 'ObjStm') || dict.get('First') !== undefined) readPacked(dict, bytes.subarray(start, end), budget, visit)
}

/** Objects in a compressed stream (ISO 32000-1, 7.5.7), each read where the stream says that it begins. */
function readPacked(dict: Dict, packed: Buffer, budget: Budget, visit: Visit): void {
  const [count, first] = [dict.get('N'), dict.get('First')]
  if (typeof count !== 'number' || typeof first !== 'number' || count > mostObjects) throw new MalformedPdf('packed objects without a list')
  const bytes = unpacked(dict, packed, budget)
  const list = new Lexer(bytes, budget)
  for (let index = 0; index < count; index++) {
    const number = list.integer()
    visit(new Lexer(bytes, budget, first + list.integer()).value(), number, false)
  }
}

function unpacked(dict: Dict, packed: Buffer, budget: Budget): Buffer {
  const given = dict.get('Filter')
  const filter = Array.isArray(given) && given.length === 1 ? given[0] : given
  if (filter === undefined) return packed
  // No program that writes PDFs packs objects in any other way.
  if (!(filter instanceof Name) || filter.value !== 'FlateDecode' || dict.get('DecodeParms') !== undefined) throw new MalformedPdf('packed in no usual way')
  try {
    const bytes = inflateSync(packed, { maxOutputLength: Math.max(budget.inflated, 1) })
    budget.inflated -= bytes.length
    return bytes
  } catch {
    throw new MalformedPdf('packed objects that do not open')
  }
}

/** The end of “1 0 ”, with a comment before it or more white space than we look at. */
const looksBegun = /(?:(?:\d|^)[\0\t\n\f\r ]+|[\r\n][\0\t\n\f\r ]*)\d{0,10}$/

/** What begins as an object does, and was not read as one. */
function requireNoOther(bytes: Buffer, begun: ReadonlySet<number>): void {
  let looks = 0
  for (let at = bytes.indexOf('obj'); at >= 0; at = bytes.indexOf('obj', at + 3)) {
    if (begun.has(at + 3) || !/[\0\t\n\f\r \d]/.test(bytes.toString('latin1', at - 1, at))) continue
    if (++looks > mostObjects || looksBegun.test(bytes.toString('latin1', Math.max(0, at - 40), at))) throw new MalformedPdf(`an object in hiding at ${at}`)
  }
}
