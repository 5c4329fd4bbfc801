import { setTimeout as pause } from 'node:timers/promises'
import type { RegisterAnswer } from '../../materials/register.ts'

/** How a register of the sandbox behaves. */
export const modes = {
  ok: 'answers at once',
  slow: 'answers after delayMs',
  down: '503',
  cut: 'closes the connection without an answer',
  hang: 'never answers',
  garbage: 'answers with a page of HTML',
  misshapen: 'answers with JSON of another shape',
  improper: 'answers with values that no field takes',
  wrong: 'answers about somebody else',
} as const
export type Mode = keyof typeof modes

export interface Behaviour {
  mode: Mode
  delayMs: number
}

export const well: Behaviour = { mode: 'ok', delayMs: 1500 }

/** What leaves the sandbox: a status and a body, or nothing. */
export type Reply = { status: number; body: unknown } | { status: number; html: string } | 'cut' | 'never'

/** `answer` is asked for only by behaviours that use it. */
export async function replyOf({ mode, delayMs }: Behaviour, answer: (isMixedUp: boolean) => RegisterAnswer, signal: AbortSignal): Promise<Reply> {
  switch (mode) {
    case 'ok': return { status: 200, body: answer(false) }
    case 'slow': return pause(delayMs, { status: 200, body: answer(false) }, { signal }).catch(() => 'cut' as const)
    case 'down': return { status: 503, body: { error: 'unavailable' } }
    case 'cut': return 'cut'
    case 'hang': return 'never'
    case 'garbage': return { status: 200, html: '<!doctype html><title>502</title><h1>Bad Gateway</h1>' }
    case 'misshapen': return { status: 200, body: { code: 0, msg: 'success', data: [answer(false)] } }
    case 'improper': return { status: 200, body: improper(answer(false)) }
    case 'wrong': return { status: 200, body: answer(true) }
  }
}

/** The right shape, and in it what no field of any type takes but text. */
const improper = (answer: RegisterAnswer): RegisterAnswer =>
  answer.status === 'found' ? { ...answer, fields: Object.fromEntries(Object.keys(answer.fields).map(id => [id, '99-99-9999 <b>?</b>'])) } : answer
