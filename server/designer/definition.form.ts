import { isRedraw, type Body, type Form, type Problem } from '../web/form.ts'

interface Uploaded {
  originalname: string
  size: number
  buffer: Buffer
}

/** A definition as a file, whose text stays as it came to the last byte, or pasted into the page, where browsers make line breaks their own. */
export function readDefinition(body: Body, files: unknown, uploadProblem: { code: string } | undefined): Form<{ definition: string }> {
  const file = Array.isArray(files) ? (files as Uploaded[]).find(({ size, originalname }) => size > 0 || originalname !== '') : undefined
  const definition = file ? textOf(file.buffer) : pasted(body.definition)
  const problems: Problem[] = []
  if (uploadProblem) problems.push({ field: 'file', code: uploadProblem.code, params: { max: 10 } })
  else if (file?.size === 0) problems.push({ field: 'file', code: 'empty' })
  else if (definition === undefined) return { values: { definition: '' }, problems: [{ field: file ? 'file' : 'definition', code: 'definitionNotText' }] }
  else if (definition.trim() === '' && !isRedraw(body)) problems.push({ field: 'definition', code: 'required' })
  const values = { definition: definition ?? '' }
  return problems.length > 0 || !definition?.trim() ? { values, problems } : { values, problems, data: { definition } }
}

const isText = (value: string): boolean => !value.includes('\u0000') && value.isWellFormed()

const pasted = (typed: unknown): string | undefined => {
  const text = typeof typed === 'string' ? typed.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') : ''
  return isText(text) ? text : undefined
}

/** The text of a file in UTF-8, its mark and line breaks as they are; undefined for anything else. */
function textOf(file: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
    return isText(text) ? text : undefined
  } catch {
    return undefined
  }
}
