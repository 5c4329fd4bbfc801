import { z } from 'zod'
import type { RegisterAnswer, RegisterQuery, Registers } from './register.ts'

const documentSchema = z.object({
  number: z.string().max(200),
  issuedOn: z.string().max(30).optional(),
  facts: z.array(z.object({ zh: z.string().max(100), en: z.string().max(100), value: z.string().max(500) })).max(50),
})
const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('found'),
    fields: z.record(z.string(), z.union([z.string().max(5000), z.array(z.string().max(200)).max(100)])),
    materials: z.record(z.string(), documentSchema),
    asOf: z.string().max(40),
  }),
  z.object({ status: z.literal('notFound') }),
])

const patience = 2_000 // milliseconds: longer than this, the applicant is faster by hand
const mostBytes = 1_000_000

type Log = (what: { register: string; reason: string; ms: number }, message: string) => void

/**
 * Registers over HTTP. Whatever is not a proper answer in time is `unavailable`; `warn` is told which
 * register and why, never about whom.
 */
export const httpRegisters = (base: string, warn: Log = () => {}): Registers => ({
  async query({ register, ...question }): Promise<RegisterAnswer> {
    const start = Date.now()
    try {
      return answerSchema.parse(await asked(`${base}/registers/${encodeURIComponent(register)}/query`, question))
    } catch (error) {
      warn({ register, reason: reasonOf(error as Error), ms: Date.now() - start }, 'register unavailable')
      return { status: 'unavailable' }
    }
  },
})

/** Never the message of a parser: it quotes what it could not read. */
function reasonOf(error: Error): string {
  if (error instanceof z.ZodError) return 'another shape'
  if (error instanceof SyntaxError) return 'no JSON'
  return error.name === 'TimeoutError' ? `nothing within ${patience} ms` : error.message
}

async function asked(url: string, { key, fields, materials }: Omit<RegisterQuery, 'register'>): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ key, fields, materials }),
    // A key is personal data: it goes where the administrator said, and nowhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`status ${response.status}`)
  }
  return JSON.parse(await bounded(response))
}

/** Leaves off, and closes the connection, when more is sent than any answer needs. */
async function bounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** No register is connected: everything is filled in by hand. */
export const noRegisters: Registers = { query: async () => ({ status: 'unavailable' }) }
