import { parentPort, workerData } from 'node:worker_threads'
import { Multiplier } from './multiply.ts'
import { openSink } from './sink.ts'
import type { Surroundings, Template } from './template.ts'

/** One of the threads that write: takes a piece of work, writes its rows in one transaction, and asks for the next. */
export type Work = { accounts: number; count: number } | { template: number; first: number; count: number; dayOrder: number }

/** What a thread says at the end: how often each figure was written. */
export interface Counted { figures: [key: string, count: number][] }

const { known, templates } = workerData as { known: Surroundings; templates: Template[] }
const multiplier = new Multiplier(known)
const sink = openSink(known.url, known.columns)
const port = parentPort as NonNullable<typeof parentPort>

port.on('message', async (work: Work | 'end') => {
  if (work === 'end') {
    await sink.close()
    port.postMessage({ figures: [...multiplier.figures] } satisfies Counted)
    return port.close()
  }
  await sink.write('accounts' in work ? multiplier.accounts(work.accounts, work.count) : multiplier.cases(templates[work.template] as Template, work))
  port.postMessage(work)
})
port.postMessage('ready')
