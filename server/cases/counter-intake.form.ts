import { otherReason, reasonsFor } from '../catalogue/reasons.ts'
import { regionOfId } from '../ids.ts'
import { form, lines, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { Target } from './intake.form.ts'
import type { Shortcoming } from './intake-acts.ts'
import type { Cursor } from './queue.store.ts'

export interface Noted {
  shortcomings: Shortcoming[]
  repeatReason: string | null
}

export const longestWords = 500
export const codeName = (target: Target): string => `code.${target}`
export const wordsName = (target: Target): string => `reason.${target}`

/** Everything that an item lacks, each with a reason of the catalogue. Whatever was chosen or typed for a thing counts as ticking it. */
export function readNoted(body: Body, targets: readonly Target[], isRepeat: boolean): Form<Noted> {
  const ticked = list(body.ask)
  const asked = targets.map(target => readOne(body, target)).filter(({ target, code, reason }) => ticked.includes(target) || code !== '' || reason !== '')
  const repeatReason = lines(body.repeatReason)
  const problems: Problem[] = asked.length === 0 ? [{ field: 'ask', code: 'counter:problem.askNothing' }] : asked.flatMap(problemsOf)
  if (isRepeat && repeatReason === '') problems.push({ field: 'repeatReason', code: 'counter:problem.repeatReason' })
  else if ([...repeatReason].length > longestWords) problems.push({ field: 'repeatReason', code: 'tooLong', params: { max: longestWords } })
  const values = { ask: asked.map(({ target }) => target), repeatReason, ...Object.fromEntries(asked.flatMap(({ target, code, reason }) => [[codeName(target), code], [wordsName(target), reason]])) }
  return form(body, values, problems, () => ({
    shortcomings: asked.map(({ kind, id, code, reason }) => ({ kind, target: id, code, reason })),
    repeatReason: isRepeat ? repeatReason : null,
  }))
}

interface Asked {
  target: Target
  kind: Shortcoming['kind']
  id: string
  code: string
  reason: string
}

function readOne(body: Body, target: Target): Asked {
  const at = target.indexOf('.')
  const kind = target.slice(0, at) as Shortcoming['kind']
  const code = text(body[codeName(target)])
  return { target, kind, id: target.slice(at + 1), code: reasonsFor(kind).some(({ id }) => id === code) ? code : '', reason: lines(body[wordsName(target)]) }
}

function problemsOf({ target, code, reason }: Asked): Problem[] {
  if (code === '') return [{ field: codeName(target), code: 'choose' }]
  if (code === otherReason && reason === '') return [{ field: wordsName(target), code: 'counter:problem.ownWords' }]
  return [...reason].length > longestWords ? [{ field: wordsName(target), code: 'tooLong', params: { max: longestWords } }] : []
}

/** Where the page before ended, as the address says it; anything else is the beginning. */
export function readCursor(value: unknown): Cursor | undefined {
  const [key = '', id = ''] = text(value).split('~')
  return /^\d{4}-\d\d-\d\d$/.test(key) && regionOfId(id) !== '' ? { key, id } : undefined
}

/** The tasks that the page had shown, as its form carries them. */
export const readSeen = (value: unknown): string[] | undefined => (value === undefined ? undefined : text(value).split(',').filter(Boolean))
