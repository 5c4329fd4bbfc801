import type { FileStore } from '../../server/materials/file-store.ts'
import type { RegisterAnswer, RegisterQuery, Registers } from '../../server/materials/register.ts'
import type { Mail, Mailer } from '../../server/notify/mailer.ts'
import type { Delivery } from '../../server/notify/sending.ts'
import type { Sms, SmsGateway } from '../../server/notify/sms-gateway.ts'

/** Uploaded files in a map. */
export function memoryFiles(): FileStore & { readonly stored: Map<string, Buffer> } {
  const stored = new Map<string, Buffer>()
  return {
    stored,
    put: async (id, bytes) => void stored.set(id, Buffer.from(bytes)),
    get: async id => {
      const bytes = stored.get(id)
      if (!bytes) throw new Error(`no file ${id}`)
      return bytes
    },
    reseal: async () => {},
    remove: async id => void stored.delete(id),
  }
}

export interface ScriptedRegisters extends Registers {
  /** Every question that was put, in order. */
  readonly asked: RegisterQuery[]
  /** What a register says for a key; a function sees the whole question. Without a script: not found. */
  answers(register: string, key: string | RegExp, answer: Partial<Extract<RegisterAnswer, { status: 'found' }>> | ((query: RegisterQuery) => RegisterAnswer)): void
  /** The register is out of reach, until it is up again. */
  down(register: string): void
  up(register: string): void
}

/** Registers that say what the test wrote down for them. */
export function scriptedRegisters(): ScriptedRegisters {
  const scripts: { register: string; key: string | RegExp; answer: (query: RegisterQuery) => RegisterAnswer }[] = []
  const unavailable = new Set<string>()
  const asked: RegisterQuery[] = []
  return {
    asked,
    answers(register, key, answer) {
      const found = (): RegisterAnswer => ({ status: 'found', fields: {}, materials: {}, asOf: '2026-03-01T00:00:00.000Z', ...answer })
      scripts.unshift({ register, key, answer: typeof answer === 'function' ? answer : found })
    },
    down: register => void unavailable.add(register),
    up: register => void unavailable.delete(register),
    async query(query) {
      asked.push(query)
      if (unavailable.has(query.register)) return { status: 'unavailable' }
      const script = scripts.find(({ register, key }) => register === query.register && (typeof key === 'string' ? key === query.key : key.test(query.key)))
      return script ? script.answer(query) : { status: 'notFound' }
    },
  }
}

/** Takes what is sent and keeps it; `next` says what is to come of the next ones instead. */
export interface Recorded<T> {
  readonly sent: T[]
  next: Delivery[]
}

export const recordedMail = (): Mailer & Recorded<Mail> => recording<Mail>()
export const recordedSms = (): SmsGateway & Recorded<Sms> => recording<Sms>()

function recording<T>() {
  const sent: T[] = []
  const recorder = {
    isThere: true,
    sent,
    next: [] as Delivery[],
    async send(one: T): Promise<Delivery> {
      const delivery = recorder.next.shift() ?? { state: 'sent' }
      if (delivery.state === 'sent') sent.push(one)
      return delivery
    },
  }
  return recorder
}
