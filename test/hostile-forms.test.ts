import fc from 'fast-check'
import { sendAccountLetters } from '../server/people/send-account-letters.ts'
import { sendAll } from '../server/notify/send.ts'
import { tellAll } from '../server/notify/tell.ts'
import type { Agent } from './support/agent.ts'
import { hostileTown, type HostileTown, type Who } from './support/hostile-town.ts'
import { naughty, naughtyStrings } from './support/naughty-strings.ts'
import { aPlainPdf } from './support/pdf.ts'
import { plantedIn } from './support/planted.ts'
import type { ShownPage } from './support/shown-page.ts'

/**
 * Every form that the portal draws for anybody, sent with one field naughty and the others plausible, and with
 * all of them naughty. Then every page is opened once more: nothing that was stored breaks it.
 * `FUZZ_ROUNDS=20 FUZZ_SEED=7` tries more, and others.
 */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 1)
const seed = Number(process.env.FUZZ_SEED ?? 2026)
/** Fields of one form that are naughty by themselves in one round; fewer where each answer proves a definition anew. */
const atOnceIn = ({ action }: DrawnForm): number => (action.startsWith('/admin/proposals') ? 2 : 6)
/** Ten times what the slowest takes on a busy machine. */
const patience = 10_000

let town: HostileTown
beforeAll(async () => {
  town = await hostileTown()
}, 120_000)

const strings = fc.sample(fc.oneof({ weight: 4, arbitrary: fc.shuffledSubarray([...naughtyStrings], { minLength: 1, maxLength: 1 }).map(([one = '']) => one) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) }), { seed, numRuns: 400 })
const inTurn = [...naughtyStrings, ...strings]
let turn = seed % inTurn.length
const nextString = (): string => inTurn[turn++ % inTurn.length] as string

/** Places that are alike have the same kind: one of each is opened, by whoever comes first, and two of what has many states. */
const kindOf = (path: string): string => (path.split(/[?#]/)[0] as string).replace(/\/(item|bundle|field|material|group)\/[^/]+/, '/$1/:thing').split('/').map(step => (/\d/.test(step) ? ':id' : step)).join('/')
/** What ends the session by which the rest is asked. */
const isLeft = (path: string): boolean => /^\/(sign-out|me\/devices\/)/.test(path)

interface Control {
  name: string
  plausible: string[]
}

interface DrawnForm {
  who: Who
  page: string
  method: string
  action: string
  isMultipart: boolean
  controls: Control[]
  files: string[]
}

const typicalOf: Record<string, string> = { email: 'a@example.cn', tel: '13805710001', number: '1', date: '2026-03-09', url: 'https://example.cn' }

function formsOf(page: ShownPage, who: Who): DrawnForm[] {
  const { $ } = page
  return $('form').map((_, form) => {
    const all = new Map<string, Control>()
    const files: string[] = []
    $(form).find('input[name], select[name], textarea[name], button[name]').each((_, one) => {
      const control = $(one)
      const name = control.attr('name') ?? ''
      const type = control.attr('type') ?? ''
      if (name === '_csrf' || name === '_language') return
      if (type === 'file') return void files.push(name)
      const known = all.get(name) ?? { name, plausible: [] }
      all.set(name, known)
      if (type === 'radio' ? known.plausible.length === 0 : type === 'checkbox' ? control.attr('checked') !== undefined : one.tagName === 'button' ? known.plausible.length === 0 && all.size === 1 : true) {
        const value = one.tagName === 'select' ? (control.find('option[selected]').attr('value') ?? control.find('option[value!=""]').first().attr('value')) : one.tagName === 'textarea' ? control.text() : control.attr('value')
        known.plausible.push(value ? value : type === 'hidden' ? '' : (typicalOf[type] ?? '一个说明'))
      }
    })
    const action = $(form).attr('action') ?? page.path
    return { who, page: page.path, method: ($(form).attr('method') ?? 'get').toUpperCase(), action, isMultipart: $(form).attr('enctype') === 'multipart/form-data', controls: [...all.values()], files }
  }).get().filter(({ action, method }) => !isLeft(action) && method !== 'DIALOG')
}

/** Opens whatever can be reached from these pages, and has not been opened yet. */
async function crawl(agent: Agent, begin: readonly string[], seen: Map<string, number>): Promise<ShownPage[]> {
  const pages: ShownPage[] = []
  const isNew = (path: string) => (seen.get(kindOf(path)) ?? 0) < (/^\/(drafts|cases|desk)\//.test(path) ? 2 : 1) && !isLeft(path)
  const queue = [...begin]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (!isNew(path)) continue
    seen.set(kindOf(path), (seen.get(kindOf(path)) ?? 0) + 1)
    const page = await agent.get(path)
    pages.push(page)
    if (isHtml(page)) queue.push(...page.links().map(({ href }) => href.split('#')[0] as string).filter(href => /^\/(?!\/|assets)/.test(href) && !/lang=|print=/.test(href) && isNew(href)))
  }
  return pages
}

const isHtml = ({ headers }: ShownPage): boolean => /html/.test(headers.get('content-type') ?? '')

function faultsOf(page: ShownPage, what: string): string[] {
  const { status, headers, html } = page
  const faults = status >= 500 && status !== 503 ? [`${status}\n${globalThis.lastServerError ?? ''}`] : []
  if (headers.getSetCookie().some(cookie => cookie.includes('planted'))) faults.push('a cookie of what was sent')
  if (isHtml(page)) faults.push(...plantedIn(html))
  return faults.map(fault => `${what}: ${fault}`)
}

async function send(form: DrawnForm, agent: Agent, naughtyFields: readonly string[]): Promise<string[]> {
  const given = new Map(naughtyFields.map(name => [name, nextString()]))
  const values = Object.fromEntries(form.controls.map(({ name, plausible }) => [name, given.has(name) ? given.get(name)! : plausible]))
  const files = form.isMultipart ? form.files.slice(0, 1).map((name): [string, { name: string; bytes: Buffer; type: string }] => [name, { name: `${nextString().toWellFormed().slice(0, 200)}.pdf`, bytes: aPlainPdf(), type: 'application/pdf' }]) : []
  const what = `${form.who} sends ${form.method} ${form.action} (drawn on ${form.page}) with ${JSON.stringify(Object.fromEntries(given)).slice(0, 300)}`
  const began = performance.now()
  const page = await (form.method === 'POST' ? agent.post(form.action, values, { files, follow: true }) : agent.get(`${form.action.split('?')[0]}?${new URLSearchParams(Object.entries(values).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])))}`))
  const took = performance.now() - began
  return [...faultsOf(page, what), ...(took > patience ? [`${what}: ${Math.round(took)} ms`] : [])]
}

test('what is looked for is found when somebody forgets to escape', () => {
  const safe = (value: string) => value.replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`)
  const page = (value: string) => `<!doctype html><html><body><p>${value}</p><input value="${value}"><input value='${value}'><textarea>${value}</textarea></body></html>`
  const isMarkup = (value: string) => /<\/?\w|planted-attribute/.test(value) && !/^(&|\\|<!|<\?|<planted-x$|data:)/.test(value)
  for (const value of naughty.script ?? []) {
    if (isMarkup(value)) expect([value, plantedIn(page(value) + `<input value=x${value}>`)]).not.toEqual([value, []])
    expect([value, plantedIn(page(safe(value)))]).toEqual([value, []])
  }
})

test('whatever is put into whatever field: an answer, nothing of it becomes part of a page, and nothing stored breaks one', async () => {
  const faults: string[] = []
  const forms = new Map<string, DrawnForm>()
  const opened: [Who, string][] = []
  const seen = new Map<string, number>()
  for (const [who, agent] of town.agents) {
    const begin = [...town.pages.filter(([whose]) => whose === who).map(([, path]) => path), ...(await agent.get('/me')).links().map(({ href }) => href).filter(href => href.startsWith('/')), '/']
    for (const page of await crawl(agent, begin, seen)) {
      opened.push([who, page.path])
      faults.push(...faultsOf(page, `${who} opens ${page.path}`))
      for (const form of isHtml(page) ? formsOf(page, who) : []) {
        const key = `${form.method} ${kindOf(form.action)}`
        if ((forms.get(key)?.controls.length ?? -1) < form.controls.length) forms.set(key, form)
      }
    }
  }
  expect(forms.size).toBeGreaterThan(60)
  const isEnding = ({ action }: DrawnForm) => /(release|discard|withdraw|submit|close|retire|decide|approve|refuse|everywhere)/.test(action)
  const inOrder = [...forms.values()].sort((a, b) => Number(isEnding(a)) - Number(isEnding(b)))
  let sent = 0
  for (const form of inOrder) {
    const agent = town.agents.get(form.who)!
    for (let round = 0; round < rounds; round++) {
      const names = form.controls.map(({ name }) => name)
      // Of a long form some fields each round: those that come next.
      const many = Math.min(atOnceIn(form), names.length)
      const first = (round * many) % Math.max(1, names.length)
      for (const naughtyFields of [...[...names, ...names].slice(first, first + many).map(name => [name]), names]) {
        sent += 1
        faults.push(...(await send(form, agent, naughtyFields)))
      }
    }
  }
  expect(sent).toBeGreaterThan(300)
  const ctx = town.site.ctx()
  await tellAll(ctx)
  while ((await sendAll(ctx)) > 0);
  await sendAccountLetters(ctx)
  for (const { subject, html, to } of town.site.mail.sent) if (/[\r\n]/.test(subject + to) || plantedIn(html).some(fault => !fault.startsWith('<'))) faults.push(`a letter: ${subject} ${html}`)
  for (const [who, path] of opened) faults.push(...faultsOf(await town.agents.get(who)!.get(path), `afterwards ${who} opens ${path}`))
  if (faults.length > 0) throw new Error(`${faults.length} faults, seed ${seed}, ${forms.size} forms, ${sent} requests\n${[...new Set(faults)].slice(0, 25).join('\n\n').slice(0, 20_000)}`)
}, 300_000 * Math.max(1, rounds))
