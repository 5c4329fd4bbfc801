import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Response } from 'express'
import { LRUCache } from 'lru-cache'
import { localsOf } from './page.ts'

/** A page that says the same to everybody who asks in one language. */
export interface CommonPage {
  view: string
  /** Of immutable things alone, versions and answers: what changes has another key, in every process at once. */
  key: string
  title: string | undefined
  /** The rest of the model; asked for when the page was not drawn before. */
  model: () => object
}

interface Body {
  html: string
  scripts: Set<string>
}

/** A whole page as it is sent, and as it is sent to who takes it smaller. */
interface Whole {
  identity: Buffer
  br?: Buffer
  gzip?: Buffer
}

/** What was drawn of common pages: some 40 MB each for what stands between head and foot, and for whole pages. */
export class KeptPages {
  readonly bodies = new LRUCache<string, Body>({ maxSize: 20_000_000, sizeCalculation: ({ html }) => html.length + 1 })
  /** Small parts that many rows of many pages show. */
  readonly parts = new LRUCache<string, string>({ maxSize: 4_000_000, sizeCalculation: part => part.length + 1 })
  readonly wholes = new LRUCache<string, Whole>({ maxSize: 40_000_000, sizeCalculation: ({ identity }) => identity.byteLength * 2 })
}

const keptBy = (res: Response): KeptPages => res.app.locals.keptPages as KeptPages

/** Draws a page once: for strangers the whole of it, for whoever is signed in what stands between head and foot. */
export async function commonPage(res: Response, common: CommonPage): Promise<void> {
  const { language, largePrint, ctx } = res.locals
  if (ctx.actor.kind !== 'anonymous') return void res.send(await drawn(res, common))
  const { wholes } = keptBy(res)
  const key = [common.view, common.key, language, largePrint, res.req.originalUrl].join('\n')
  const whole = wholes.get(key) ?? { identity: Buffer.from(await drawn(res, common)) }
  if (!wholes.has(key)) wholes.set(key, whole)
  sendWhole(res, whole)
}

async function drawn(res: Response, { view, key, title, model }: CommonPage): Promise<string> {
  const locals = localsOf(res)
  const { bodies } = keptBy(res)
  const place = [view, key, locals.language].join('\n')
  const body = bodies.get(place) ?? { html: await rendered(res, view, { ...locals, ...model() }), scripts: locals.scripts }
  if (!bodies.has(place)) bodies.set(place, body)
  return rendered(res, 'layout', { ...locals, title, keptBody: body.html, scripts: body.scripts })
}

const rendered = (res: Response, view: string, locals: object): Promise<string> =>
  new Promise((resolve, reject) => res.render(view, locals, (error, html) => (error ? reject(error) : resolve(html))))

const compressors = {
  br: (page: Buffer) => brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: page.byteLength } }),
  gzip: (page: Buffer) => gzipSync(page),
}

/** Compressed once, and not at every request as other pages are. */
function sendWhole(res: Response, whole: Whole): void {
  res.type('html').vary('Accept-Encoding')
  const encoding = res.req.acceptsEncodings('br', 'gzip', 'identity')
  if (encoding !== 'br' && encoding !== 'gzip') return void res.send(whole.identity)
  res.set('Content-Encoding', encoding).send((whole[encoding] ??= compressors[encoding](whole.identity)))
}
