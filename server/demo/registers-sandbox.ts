import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { Catalogue } from '../catalogue/definition.ts'
import { shippedDefinitions } from '../catalogue/shipped.ts'
import { beijingDay } from '../limits/calendar.ts'
import { answerOf, type FixedEntries } from './registers/answer.ts'
import { modes, replyOf, well, type Behaviour, type Mode, type Reply } from './registers/faults.ts'
import { readPlaces } from './registers/places.ts'
import { populationOn } from './registers/population.ts'
import { mixedUp } from './registers/subject.ts'

/**
 * The registers of the demonstration and of tests: a small server that speaks the contract of
 * `docs/registers.md`, knows everybody with a valid number, and can be told to fail.
 */
export interface RegistersSandbox {
  url: string
  port: number
  /** How a register behaves from now on; `*` for all of them. Throws for a register that is not there. */
  control(register: string, mode: Mode, delayMs?: number): void
  stop(): Promise<void>
}

export interface SandboxOptions {
  /** 0: any free port. */
  port?: number
  /** Told about every query; never about whom. */
  log?: { info(what: object, message: string): void }
  catalogue?: Catalogue
  people?: FixedEntries
  /** The name of somebody who has an account: he is called so in every register. */
  nameOf?(idNumber: string): Promise<string | undefined>
  now?(): Date
}

interface Sandbox {
  catalogue: Catalogue
  behaviours: Map<string, Behaviour>
  control: RegistersSandbox['control']
  answer(query: Query, register: string, isMixedUp: boolean): ReturnType<typeof answerOf>
  /** Learns the name of somebody who is asked about. */
  meet(key: string): Promise<void>
  log: NonNullable<SandboxOptions['log']>
}

const ids = z.array(z.string().min(1).max(100)).max(200)
const querySchema = z.object({ key: z.string().min(1).max(200), fields: ids, materials: ids })
type Query = z.infer<typeof querySchema>
const controlSchema = z.object({ register: z.string(), mode: z.enum(Object.keys(modes) as [Mode, ...Mode[]]), delayMs: z.number().int().min(0).max(600_000).optional() })

const mostBytes = 64 * 1024

export async function startRegistersSandbox(options: SandboxOptions = {}): Promise<RegistersSandbox> {
  const sandbox = createSandbox(options)
  const server = createServer((req, res) => void handle(sandbox, req, res))
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, control: sandbox.control, stop: () => stop(server) }
}

function createSandbox({ catalogue = shippedDefinitions().catalogue, people = {}, nameOf, now = () => new Date(), log = { info: () => {} } }: SandboxOptions): Sandbox {
  const places = readPlaces()
  const names = new Map<string, string>()
  const behaviours = new Map<string, Behaviour>([...catalogue.registers.keys()].map(id => [id, well]))
  return {
    catalogue, behaviours, log,
    control(register, mode, delayMs = well.delayMs) {
      if (register !== '*' && !behaviours.has(register)) throw new Error(`There is no register "${register}".`)
      for (const id of register === '*' ? behaviours.keys() : [register]) behaviours.set(id, { mode, delayMs })
    },
    answer(query, register, isMixedUp) {
      const today = beijingDay(now())
      const world = { today, places, names, population: populationOn(today, places, names) }
      return answerOf(catalogue, world, people, { register, ...query }, isMixedUp ? mixedUp(query.key) : query.key)
    },
    async meet(key) {
      const name = await nameOf?.(key)
      if (name) names.set(key, name)
    },
  }
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve))
  server.closeAllConnections()
  await closed
}

// ── requests ────────────────────────────────────────────────────────────────────────────────────

/** Nothing that is sent here may end the process: what went wrong is the answer. */
async function handle(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const reply = await route(sandbox, req, gone.signal).catch((error: unknown): Reply => ({ status: 500, body: { error: String(error) } }))
  if (reply === 'never' || res.destroyed) return
  if (reply === 'cut') return void res.destroy()
  const isHtml = 'html' in reply
  res.writeHead(reply.status, { 'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  res.end(isHtml ? reply.html : JSON.stringify(reply.body))
}

const refusal = (status: number, error: string): Reply => ({ status, body: { error } })

async function route(sandbox: Sandbox, req: IncomingMessage, signal: AbortSignal): Promise<Reply> {
  const path = (req.url ?? '/').split('?')[0] as string
  const register = /^\/registers\/([^/]+)\/query$/.exec(path)?.[1]
  if (req.method === 'GET' && path === '/registers') return { status: 200, body: overview(sandbox) }
  if (register === undefined && path !== '/control') return refusal(404, 'no such address')
  if (register !== undefined && !sandbox.behaviours.has(register)) return refusal(404, 'no such register')
  if (req.method !== 'POST') return refusal(405, 'POST expected')
  // A page in somebody's browser can't send this type here without being asked for leave first.
  if (!/^application\/json\b/.test(req.headers['content-type'] ?? '')) return refusal(415, 'application/json expected')
  const body = await readBody(req)
  if (body === 'tooLarge') return refusal(413, `at most ${mostBytes} bytes`)
  return register === undefined ? switchMode(sandbox, body) : ask(sandbox, register, body, signal)
}

async function readBody(req: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of req.setEncoding('utf8')) {
    text += chunk as string
    if (text.length > mostBytes) return 'tooLarge'
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function switchMode({ control, behaviours }: Sandbox, body: unknown): Reply {
  const wanted = controlSchema.safeParse(body)
  if (!wanted.success) return refusal(400, `{ register, mode, delayMs } expected; modes: ${Object.keys(modes).join(', ')}`)
  const { register, mode, delayMs } = wanted.data
  if (register !== '*' && !behaviours.has(register)) return refusal(404, 'no such register')
  control(register, mode, delayMs)
  return { status: 200, body: { register, mode, delayMs } }
}

async function ask(sandbox: Sandbox, register: string, body: unknown, signal: AbortSignal): Promise<Reply> {
  const query = querySchema.safeParse(body)
  if (!query.success) return refusal(400, '{ key, fields, materials } expected')
  const behaviour = sandbox.behaviours.get(register) as Behaviour
  await sandbox.meet(query.data.key)
  const reply = await replyOf(behaviour, isMixedUp => sandbox.answer(query.data, register, isMixedUp), signal)
  sandbox.log.info({ register, mode: behaviour.mode, fields: query.data.fields.length, materials: query.data.materials.length }, 'register asked')
  return reply
}

/** Which register is asked for what, by the value of which field: what a data platform has to offer. */
function overview({ catalogue, behaviours }: Sandbox): object[] {
  return [...catalogue.registers.values()].map(({ id, name, department }) => {
    const fields = [...catalogue.fields.values()].filter(field => field.register?.id === id)
    const materials = [...catalogue.materials.values()].filter(material => material.register?.id === id)
    const keys = [...new Set([...fields, ...materials].map(({ register }) => register?.by))]
    const askedBy = (key: string | undefined) => (one: { register?: { by: string } }) => one.register?.by === key
    const asked = keys.map(by => ({ by, fields: fields.filter(askedBy(by)).map(field => field.id), materials: materials.filter(askedBy(by)).map(material => material.id) }))
    return { id, name, department, ...behaviours.get(id), asked }
  })
}
