import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'

export const viewsFolder = join(import.meta.dirname, '../../views')

type Locals = Record<string, unknown>
type Template = (locals: Locals) => string

/** By file, for all engines of a process. */
const sources = new Map<string, Source>()

/**
 * Express's view engine for a folder of EJS templates, each compiled once in the life of the process.
 *
 * EJS itself looks for the file of every include anew, copies all locals into it, and looks up each name of a
 * template, its own `escapeFn` too, in them by `with`: three quarters of what a page costs. Here a template is
 * found by its name, what it includes reads through to its locals (`Object.create`), and the names it uses are
 * variables of its function.
 */
export function viewEngine(folder: string) {
  const byName = new Map<string, Source>()
  const find = (name: string): Source => {
    const found = byName.get(name)
    if (found) return found
    const filename = `${folder}/${name}.ejs`
    const known = sources.get(filename) ?? new Source(filename)
    sources.set(filename, known)
    byName.set(name, known)
    return known
  }
  const render = (name: string, locals: Locals): string => {
    locals.include = (included: string, more?: Locals) => render(included, Object.assign(Object.create(locals) as Locals, more))
    return find(name).templateFor(locals)(locals)
  }
  return (path: string, options: object, done: (error: unknown, html?: string) => void): void => {
    let html: string
    try {
      html = render(path.slice(folder.length + 1, -'.ejs'.length), Object.assign(Object.create(null) as Locals, options))
    } catch (error) {
      return done(error)
    }
    done(null, html)
  }
}

/** A file, compiled for each set of names that it is given: one that it lacks is an error, as it would be with `with`. */
class Source {
  readonly #filename: string
  readonly #text: string
  readonly #names: readonly string[]
  readonly #compiled = new Map<string, Template>()

  constructor(filename: string) {
    this.#filename = filename
    this.#text = readFileSync(filename, 'utf8')
    this.#names = namesIn(this.#text)
  }

  templateFor(locals: Locals): Template {
    let given = ''
    for (const name of this.#names) given += name in locals ? '1' : '0'
    const known = this.#compiled.get(given)
    if (known) return known
    const made = this.#compile(this.#names.filter((_, at) => given[at] === '1'))
    this.#compiled.set(given, made)
    return made
  }

  /** In a block of its own, a template may give a name of its own to what is called the same outside. */
  #compile(given: readonly string[]): Template {
    const text = `<% { const include = locals.include -%>${this.#text}<% } -%>`
    return ejs.compile(text, { filename: this.#filename, unsafePrototypeLocals: true, _with: false, destructuredLocals: [...given] } as ejs.Options) as Template
  }
}

const reserved = new Set(('include locals break case catch class const continue default delete do else export extends false finally for function if import in instanceof let new null return super switch this throw true try typeof undefined var void while with yield').split(' '))

/** Every name that stands in the code of a template, some of which mean something else: those are never given. */
function namesIn(text: string): string[] {
  const code = [...text.matchAll(/<%(?!#)([\s\S]*?)%>/g)].map(([, inside]) => inside).join('\n')
  return [...new Set(code.match(/(?<![\w$]|(?<!\.\.)\.)[A-Za-z_$][\w$]*/g) ?? [])].filter(name => !reserved.has(name))
}
