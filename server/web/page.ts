import type { Response } from 'express'
import { mandateFor, type ActiveMandate, type Sides } from '../people/active-mandate.ts'
import type { Actor } from '../people/actor.ts'
import { isAllowed } from '../people/permissions.ts'
import { asset } from './assets.ts'
import { isRedraw } from './form.ts'
import { formats } from './formats.ts'
import type { KeptPages } from './kept-pages.ts'
import { paths } from './paths.ts'

/**
 * Renders `views/<view>.ejs` inside the layout. `view` is always a literal in our code, never user input.
 *
 * Model members that the layout reads: `title` (of the page), `problems` and `values` (of a form),
 * `notice`, `density: 'officer'`, `formId` (the form to keep when the language is switched). What a page
 * needs besides the usual scripts and styles its parts say themselves (`scripts.add`, `styles.add`).
 */
export function page(res: Response, view: string, model: object = {}, status = 200): void {
  const redrawn = status === 422 && isRedraw(res.req.body as Record<string, unknown> | undefined)
  res.status(redrawn ? 200 : status).render('layout', { ...localsOf(res, model), page: view, ...model })
}

/** What every template may read, before the page's own model. */
export function localsOf(res: Response, model: object = {}) {
  const { t, text, language, csrfToken = noToken, largePrint, ctx, requestId } = res.locals
  return {
    title: undefined, problems: [], values: {}, notice: undefined, density: 'citizen', formId: undefined,
    scripts: new Set(['js/portal.js', 'js/search.js']), styles: new Set<string>(),
    t, text, language, csrfToken, largePrint, requestId, paths, asset, format: formats(language),
    keptPart: partsKeptFor(res),
    viewer: viewerOf(ctx.actor, res.locals.unread), url: res.req.originalUrl, isDemo: res.app.locals.isDemo === true,
    acting: actingFor(ctx.actor, model),
  }
}

/**
 * For a template that shows the same small part in many rows: drawn once for a key and a language, and kept. All that
 * the part depends on stands in the key.
 */
const partsKeptFor = ({ app, locals: { language } }: Response) => (key: string, draw: () => string): string => {
  const { parts } = app.locals.keptPages as KeptPages
  const place = `${language} ${key}`
  const known = parts.get(place)
  if (known !== undefined) return known
  const drawn = draw()
  parts.set(place, drawn)
  return drawn
}

/** What is refused before the fence is reached gets a page all the same. */
const noToken = () => ''

/** By which mandate somebody acts on a page about a draft or a case: said on top of it. */
const actingFor = (actor: Actor, { draft, theCase }: { draft?: Sides; theCase?: Sides }): ActiveMandate | undefined =>
  mandateFor(actor, draft ?? theCase ?? { applicantId: '', authorId: '', mandateId: null })

const homes = [
  { key: 'cases', href: paths.cases(), for: (actor: Actor) => actor.grants.length === 0 },
  { key: 'certificates', href: paths.certificates(), for: (actor: Actor) => actor.grants.length === 0 },
  { key: 'desk', href: paths.desk(), for: (actor: Actor) => isAllowed(actor, 'task.read') },
  { key: 'counter', href: paths.counter(), for: (actor: Actor) => isAllowed(actor, 'counter.serve') },
  { key: 'assist', href: paths.assist(), for: (actor: Actor) => isAllowed(actor, 'assistance.serve') },
  { key: 'supervision', href: paths.supervision(), for: (actor: Actor) => isAllowed(actor, 'supervision.read') },
  { key: 'people', href: paths.adminPeople(), for: (actor: Actor) => isAllowed(actor, 'people.read') },
  { key: 'offices', href: paths.adminOffices(), for: (actor: Actor) => isAllowed(actor, 'offices.manage') },
  { key: 'calendar', href: paths.adminCalendar(), for: (actor: Actor) => isAllowed(actor, 'calendar.manage') },
  { key: 'retention', href: paths.adminRetention(), for: (actor: Actor) => isAllowed(actor, 'retention.manage') },
  { key: 'keys', href: paths.adminKeys(), for: (actor: Actor) => isAllowed(actor, 'keys.manage') },
  { key: 'audit', href: paths.adminAudit(), for: (actor: Actor) => isAllowed(actor, 'audit.read') },
  { key: 'bundles', href: paths.adminBundles(), for: (actor: Actor) => isAllowed(actor, 'catalogue.read') },
  { key: 'proposals', href: paths.proposals(), for: (actor: Actor) => isAllowed(actor, 'catalogue.propose') },
  { key: 'signOffs', href: paths.signOffs(), for: (actor: Actor) => isAllowed(actor, 'catalogue.signOff') },
  { key: 'internal', href: paths.internal(), for: (actor: Actor) => isAllowed(actor, 'internal.file') },
]

/** The places that are somebody's: `layout:home.<key>` names them. */
export const homesOf = (actor: Actor): { key: string; href: string }[] =>
  homes.filter(home => home.for(actor)).map(({ key, href }) => ({ key, href }))

function viewerOf(actor: Actor, unread = 0) {
  if (actor.kind === 'anonymous') return undefined
  return {
    id: actor.id,
    name: actor.name,
    kind: actor.kind,
    roles: actor.grants.map(({ role }) => role),
    homes: homesOf(actor),
    unread,
  }
}
