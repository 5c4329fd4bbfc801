import { isRedraw, type Body, type Form, type Problem } from '../web/form.ts'

interface Uploaded {
  originalname: string
  size: number
  buffer: Buffer
}

/** A definition as a file, or pasted into the page: line breaks are kept, since problems are told by line. */
export function readDefinition(body: Body, files: unknown, uploadProblem: { code: string } | undefined): Form<{ definition: string }> {
  const file = Array.isArray(files) ? (files as Uploaded[]).find(({ size, originalname }) => size > 0 || originalname !== '') : undefined
  const pasted = typeof body.definition === 'string' ? body.definition : ''
  const definition = (file ? file.buffer.toString('utf8') : pasted).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const values = { definition }
  const problems: Problem[] = []
  if (uploadProblem) problems.push({ field: 'file', code: uploadProblem.code, params: { max: 10 } })
  else if (file?.size === 0) problems.push({ field: 'file', code: 'empty' })
  else if (definition.includes('\u0000')) return { values: { definition: '' }, problems: [{ field: 'file', code: 'definitionNotText' }] }
  else if (definition.trim() === '' && !isRedraw(body)) problems.push({ field: 'definition', code: 'required' })
  return problems.length > 0 || definition.trim() === '' ? { values, problems } : { values, problems, data: { definition } }
}
