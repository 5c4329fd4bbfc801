import { PDFDocument, type PDFPage } from 'pdf-lib'
import { Dict, MalformedPdf, Name, Ref, type PdfValue } from './pdf-lexer.ts'
import { visitObjects } from './pdf-objects.ts'

export const maxPages = 200

export type PdfProblem = 'pdfMalformed' | 'pdfEncrypted' | 'pdfActive' | 'pdfAttachment' | 'pdfForm' | 'pdfPages'

/** Names that mean one thing wherever they stand. */
const forbidden: Record<string, PdfProblem> = {
  JavaScript: 'pdfActive', Launch: 'pdfActive', SubmitForm: 'pdfActive', ImportData: 'pdfActive', Rendition: 'pdfActive', RichMedia: 'pdfActive', RichMediaExecute: 'pdfActive',
  GoToR: 'pdfActive', GoTo3DView: 'pdfActive', SetOCGState: 'pdfActive',
  EmbeddedFile: 'pdfAttachment', EmbeddedFiles: 'pdfAttachment', FileAttachment: 'pdfAttachment', GoToE: 'pdfAttachment',
  XFA: 'pdfForm', NeedsRendering: 'pdfForm',
}

/** Names so short that a font or a picture may have them as well: as keys they mean this. */
const forbiddenKeys: Record<string, PdfProblem> = { ...forbidden, JS: 'pdfActive', AA: 'pdfActive', EF: 'pdfAttachment', Encrypt: 'pdfEncrypted', Collection: 'pdfAttachment' }

/** What a link may lead to when somebody follows it. */
const links = /^(?:https?:\/\/|mailto:|tel:)/i

class Found extends Error {
  readonly problem: PdfProblem
  constructor(problem: PdfProblem) {
    super(problem)
    this.problem = problem
  }
}

/**
 * Whether a PDF is only something to look at: no program, no attachment, nothing that happens by itself, nothing that
 * readers could read differently. Its bytes are kept as they are: a signature in it stays one.
 */
export async function checkPdf(bytes: Buffer): Promise<PdfProblem | undefined> {
  try {
    const facts = new Facts()
    visitObjects(bytes, (value, number, isStream) => facts.note(value, number, isStream))
    facts.conclude()
    // Stamping what an officer is shown must not fail later.
    const pages = (await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true })).getPages()
    return pages.length > 0 && pages.every(hasSize) ? undefined : 'pdfMalformed'
  } catch (error) {
    return error instanceof Found ? error.problem : 'pdfMalformed'
  }
}

/** In points: from a stamp to a poster (ISO 32000-1, annex C). */
function hasSize(page: PDFPage): boolean {
  const { width, height } = page.getMediaBox()
  return width >= 3 && height >= 3 && width <= 14_400 && height <= 14_400
}

/** What only shows when the whole file was read: where it opens, and that its pages are a tree. */
class Facts {
  readonly #actions = new Map<number, PdfValue[]>()
  readonly #kids = new Map<number, PdfValue>()
  readonly #lists = new Map<number, PdfValue[]>()
  readonly #opening: PdfValue[] = []
  readonly #pages = new Set<number | undefined>()

  note(value: PdfValue, number: number | undefined, isStream: boolean): void {
    this.#inspect(value)
    if (Array.isArray(value) && number !== undefined) this.#lists.set(number, value)
    if (!(value instanceof Dict)) return
    if (isStream && value.entries.some(([key]) => key === 'F' || key === 'FFilter')) throw new Found('pdfAttachment') // its data is in another file
    if (number !== undefined && value.get('S') !== undefined) this.#actions.set(number, [...(this.#actions.get(number) ?? []), value])
    if (number !== undefined && value.isNamed('Type', 'Pages')) this.#kids.set(number, value.get('Kids') ?? null)
    if (value.isNamed('Type', 'Page')) this.#pages.add(number)
    if (this.#pages.size > maxPages) throw new Found('pdfPages')
  }

  #inspect(value: PdfValue): void {
    if (value instanceof Name && Object.hasOwn(forbidden, value.value)) throw new Found(forbidden[value.value] as PdfProblem)
    if (Array.isArray(value)) value.forEach(one => this.#inspect(one))
    if (!(value instanceof Dict)) return
    for (const [key, own] of value.entries) {
      if (Object.hasOwn(forbiddenKeys, key)) throw new Found(forbiddenKeys[key] as PdfProblem)
      if (key === 'URI' && typeof own === 'string' && !links.test(own)) throw new Found('pdfActive')
      if (key === 'URI' && own instanceof Ref) throw new Found('pdfActive')
      if (key === 'OpenAction') this.#opening.push(own)
      this.#inspect(own)
    }
  }

  /** Opening may go to a page, by a destination or an action, and do nothing else. */
  conclude(): void {
    const opens = (value: PdfValue): PdfValue[] => (value instanceof Ref ? (this.#actions.get(value.number) ?? []) : [value])
    if (this.#opening.flatMap(opens).some(one => one instanceof Dict && !(one.isNamed('S', 'GoTo') && one.get('Next') === undefined))) throw new Found('pdfActive')
    const kids = [...this.#kids.values()].flatMap(given => {
      const list = given instanceof Ref ? this.#lists.get(given.number) : given
      if (!Array.isArray(list)) throw new MalformedPdf('pages without a list')
      return list.map(kid => (kid instanceof Ref ? kid.number : NaN))
    })
    // Each page and each branch once: no circle, and no tree that grows with each turn of the reader.
    if (new Set(kids).size < kids.length || kids.includes(NaN)) throw new MalformedPdf('pages that are no tree')
  }
}
