import { z } from 'zod'
import type { RegisterAnswer, Registers } from './register.ts'

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

/** Registers over HTTP. Whatever is not a proper answer in time is `unavailable`. */
export const httpRegisters = (base: string): Registers => ({
  async query({ register, key, fields, materials }): Promise<RegisterAnswer> {
    try {
      const response = await fetch(`${base}/registers/${encodeURIComponent(register)}/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key, fields, materials }),
        signal: AbortSignal.timeout(patience),
      })
      if (!response.ok) return { status: 'unavailable' }
      const answer = answerSchema.safeParse(await response.json())
      return answer.success ? answer.data : { status: 'unavailable' }
    } catch {
      return { status: 'unavailable' }
    }
  },
})

/** No register is connected: everything is filled in by hand. */
export const noRegisters: Registers = { query: async () => ({ status: 'unavailable' }) }
