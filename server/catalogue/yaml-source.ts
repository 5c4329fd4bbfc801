import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from 'yaml'
import { error, type Diagnostic, type Path } from './diagnostic.ts'

/** One file of definitions as it was written. */
export interface SourceFile {
  /** Relative to the catalogue's folder. */
  name: string
  text: string
}

/** A file read: plain values, and for every value the line it stands on. */
export interface YamlSource {
  name: string
  value: unknown
  /** The line of a value, or of the nearest thing around it that exists. */
  lineOf(path: Path): number
  diagnostics: Diagnostic[]
}

/** Ten times the largest definition that ships; reading stays under a second or so whatever the content. */
export const maxBytes = 256 * 1024
const maxDepth = 32
const maxProblems = 200

/**
 * Reads YAML without trusting it: no anchors and aliases (they make small files huge), no tags, no
 * double keys, bounded depth and size. What can be read is returned together with all that is wrong.
 */
export function readYaml({ name, text }: SourceFile): YamlSource {
  const lines = new Map<string, number>()
  const diagnostics: Diagnostic[] = []
  const problem = (code: string, line: number, params: Record<string, string | number> = {}) => {
    if (diagnostics.length === maxProblems) diagnostics.push({ ...error('moreFaults', { kind: 'file', id: name, path: [] }), file: name, line })
    else if (diagnostics.length < maxProblems) diagnostics.push({ ...error(code, { kind: 'file', id: name, path: [] }, params), file: name, line })
  }
  const lineOf = (path: Path): number => lines.get(key(path)) ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1)))
  const unread = { name, value: undefined, lineOf, diagnostics }
  if (Buffer.byteLength(text) > maxBytes) return problem('fileTooLarge', 1, { kilobytes: maxBytes / 1024 }), unread

  const counter = new LineCounter()
  // The parser's own search for double keys compares each with each, and its pretty errors copy the text: both are slow on hostile files.
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, prettyErrors: false })
  const lineAt = (node: unknown): number => counter.linePos((node as { range?: [number] } | null)?.range?.[0] ?? 0).line
  for (const fault of document.errors.slice(0, maxProblems + 1)) problem(syntaxCode(fault), counter.linePos(fault.pos[0]).line)

  const read = (node: unknown, path: Path): unknown => {
    if (!lines.has(key(path))) lines.set(key(path), lineAt(node))
    if (node === null || node === undefined) return null
    if (path.length > maxDepth) return problem('yamlTooDeep', lineAt(node), { depth: maxDepth }), null
    if (isAlias(node)) return problem('yamlAlias', lineAt(node)), null
    const { anchor, tag } = node as { anchor?: string; tag?: string }
    if (anchor !== undefined) problem('yamlAlias', lineAt(node))
    if (tag?.startsWith('!')) problem('yamlTag', lineAt(node), { tag })
    if (isScalar(node)) return node.value
    if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, index]))
    return isMap(node) ? readMap(node.items, path) : null
  }
  const readMap = (pairs: readonly unknown[], path: Path) => {
    const found = new Map<string, unknown>()
    for (const pair of pairs.filter(isPair)) {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key)
      if (found.has(name)) problem('yamlDoubleKey', lineAt(pair.key), { key: name })
      lines.set(key([...path, name]), lineAt(pair.key))
      found.set(name, read(pair.value, [...path, name]))
    }
    return Object.fromEntries(found)
  }
  return { ...unread, value: read(document.contents, []) }
}

const key = (path: Path): string => path.join('\u0000')

/** The parser's faults in the words of our texts. */
const syntaxCodes: Record<string, string> = {
  BAD_INDENT: 'yamlIndent', TAB_AS_INDENT: 'yamlIndent', BLOCK_AS_IMPLICIT_KEY: 'yamlIndent', MULTILINE_IMPLICIT_KEY: 'yamlMissing',
  MISSING_CHAR: 'yamlMissing', BAD_DQ_ESCAPE: 'yamlEscape', MULTIPLE_DOCS: 'yamlDocuments', RESOURCE_EXHAUSTION: 'yamlNested',
  BAD_ALIAS: 'yamlAlias', MULTIPLE_ANCHORS: 'yamlAlias', ALIAS_PROPS: 'yamlAlias', TAG_RESOLVE_FAILED: 'yamlTags', MULTIPLE_TAGS: 'yamlTags',
}
const syntaxCode = ({ code }: YAMLError): string => syntaxCodes[code] ?? 'yamlSyntax'
