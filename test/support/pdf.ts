import { deflateSync } from 'node:zlib'

/** A PDF of these objects, numbered from 1, with a table and a trailer; the first is the catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[], { trailer = '', version = '1.7', before = '' }: { trailer?: string; version?: string; before?: string } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(`%PDF-${version}\n${before}`)]
  const offsets: number[] = []
  let start = (parts[0] as Buffer).length
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
    offsets.push(start)
    parts.push(part)
    start += part.length
  }
  const table = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.concat([...parts, Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer}>>\nstartxref\n${start}\n%%EOF\n`)])
}

/** A stream as an object, packed unless told otherwise. */
export function streamOf(content: string | Buffer, dict = '', isPacked = true): Buffer {
  const data = isPacked ? deflateSync(content) : Buffer.from(content)
  return Buffer.concat([Buffer.from(`<< ${dict} ${isPacked ? '/Filter /FlateDecode ' : ''}/Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')])
}

/** Objects in a stream (ISO 32000-1, 7.5.7), by their numbers. */
export function packedObjects(objects: Record<number, string>): Buffer {
  const texts = Object.values(objects)
  const heads = Object.keys(objects).map((number, index) => `${number} ${texts.slice(0, index).join(' ').length + (index > 0 ? 1 : 0)}`).join(' ')
  return streamOf(`${heads} ${texts.join(' ')}`, `/Type /ObjStm /N ${texts.length} /First ${heads.length + 1}`)
}

const pages = (count: number) => `<< /Type /Pages /Count ${count} /Kids [${Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ')}] >>`

/** A plain PDF of so many pages; `catalogue` and `page` add entries, `more` adds objects after the pages. */
export function aPlainPdf({ count = 1, catalogue = '', page = '', more = [], ...rest }: { count?: number; catalogue?: string; page?: string; more?: (string | Buffer)[]; trailer?: string; before?: string } = {}): Buffer {
  return pdfOf([`<< /Type /Catalog /Pages 2 0 R ${catalogue}>>`, pages(count), ...Array.from({ length: count }, () => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${page}>>`), ...more], rest)
}
