/** The file is not a PDF as the standard (ISO 32000) writes it, or one that only looks like it. */
export class MalformedPdf extends Error {}

/** What a PDF object is made of; a dictionary keeps what is written twice, since readers differ about which counts. */
export type PdfValue = string | number | boolean | null | Name | Ref | PdfValue[] | Dict

export class Name {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}

export class Ref {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}

export class Dict {
  readonly entries: [key: string, value: PdfValue][]
  constructor(entries: [string, PdfValue][]) {
    this.entries = entries
  }

  get(key: string): PdfValue | undefined {
    return this.entries.find(([own]) => own === key)?.[1]
  }

  isNamed(key: string, name: string): boolean {
    return this.entries.some(([own, value]) => own === key && value instanceof Name && value.value === name)
  }
}

/** How much there may be of what, so that no file keeps the process busy. */
export interface Budget {
  values: number
  inflated: number
}

const deepest = 60
const isSpace = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13 && byte !== 11) || byte === 0
const isDelimiter = (byte: number) => '()<>[]{}/%'.includes(String.fromCharCode(byte))

/** Reads a PDF's tokens and values one after the other, each byte once, and guesses nothing. */
export class Lexer {
  at: number
  readonly bytes: Buffer
  readonly #budget: Budget

  constructor(bytes: Buffer, budget: Budget, at = 0) {
    this.bytes = bytes
    this.#budget = budget
    this.at = at
  }

  /** Past white space and comments; whether anything is left. */
  skip(): boolean {
    for (; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at] as number
      if (byte === 37) while (this.at + 1 < this.bytes.length && this.bytes[this.at + 1] !== 10 && this.bytes[this.at + 1] !== 13) this.at++
      else if (!isSpace(byte)) return true
    }
    return false
  }

  /** A run of regular characters: a number or a key word; `''` before a delimiter. */
  word(): string {
    this.skip()
    const start = this.at
    while (this.at < this.bytes.length && this.at - start < 130 && !isSpace(this.bytes[this.at] as number) && !isDelimiter(this.bytes[this.at] as number)) this.at++
    return this.bytes.toString('latin1', start, this.at)
  }

  peek(): string {
    const start = this.at
    const word = this.word()
    this.at = start
    return word
  }

  integer(): number {
    const word = this.word()
    if (!/^\d{1,10}$/.test(word)) throw new MalformedPdf(`no number at ${this.at}`)
    return Number(word)
  }

  value(depth = 0): PdfValue {
    if (depth > deepest || --this.#budget.values < 0) throw new MalformedPdf('too complex')
    if (!this.skip()) throw new MalformedPdf('ends within a value')
    const [byte, next] = [this.bytes[this.at], this.bytes[this.at + 1]]
    if (byte === 47) return this.#name()
    if (byte === 40) return this.#string()
    if (byte === 60 && next === 60) return this.#dict(depth)
    if (byte === 60) return this.#hex()
    if (byte === 91) return ((this.at += 1), this.#list(93, depth))
    const word = this.word()
    if (/^[+-]*\d*\.?\d*(?:-\d*)?$/.test(word) && /\d/.test(word)) return Number(word) || 0
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    throw new MalformedPdf(`no value at ${this.at}`)
  }

  #name(): Name {
    this.at++
    const name = this.#isWordNext() ? this.word() : ''
    return new Name(name.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))))
  }

  #isWordNext(): boolean {
    const byte = this.bytes[this.at]
    return byte !== undefined && !isSpace(byte) && !isDelimiter(byte)
  }

  #string(): string {
    const start = ++this.at
    for (let open = 1; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at]
      if (byte === 92) this.at++
      else if (byte === 40) open++
      else if (byte === 41 && --open === 0) return this.bytes.toString('latin1', start, Math.min(this.at++, start + 500))
    }
    throw new MalformedPdf('a string without end')
  }

  #hex(): string {
    const end = this.bytes.indexOf(62, this.at)
    const digits = end < 0 ? '?' : this.bytes.toString('latin1', this.at + 1, end).replace(/[\0\t\n\f\r ]/g, '')
    if (/[^0-9a-fA-F]/.test(digits)) throw new MalformedPdf('a string that is none')
    this.at = end + 1
    return Buffer.from(digits.slice(0, 1000), 'hex').toString('latin1')
  }

  #dict(depth: number): Dict {
    this.at += 2
    const list = this.#list(62, depth)
    if (this.bytes[this.at++] !== 62 || list.length % 2 > 0) throw new MalformedPdf('a dictionary that is none')
    const entries: [string, PdfValue][] = []
    for (let index = 0; index < list.length; index += 2) {
      const key = list[index]
      if (!(key instanceof Name)) throw new MalformedPdf('a dictionary without a key')
      entries.push([key.value, list[index + 1] as PdfValue])
    }
    return new Dict(entries)
  }

  /** Values up to a closing character; `12 0 R` becomes one. */
  #list(closing: number, depth: number): PdfValue[] {
    const list: PdfValue[] = []
    for (;;) {
      if (!this.skip()) throw new MalformedPdf('a list without end')
      if (this.bytes[this.at] === closing) return ((this.at += 1), list)
      if (this.bytes[this.at] === 82 && this.peek() === 'R') {
        const [number, generation] = list.splice(-2)
        if (!Number.isInteger(number) || !Number.isInteger(generation)) throw new MalformedPdf('a reference to nothing')
        this.word()
        list.push(new Ref(number as number))
      } else list.push(this.value(depth + 1))
    }
  }
}
