import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import type { Act } from '../../server/cases/act.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { passed, type Change } from '../../server/cases/change.ts'
import type { Draft } from '../../server/drafts/draft.ts'
import { chained, firstHash } from '../../server/ledger/chain.ts'
import type { ChainedEvent } from '../../server/ledger/event.ts'
import { aFiling, after, anAct, taskFor } from './cases.ts'

/** A case in memory with its whole chain of events; filed on Monday, 2 March 2026, at ten. */
export class Story {
  dossier: Dossier
  events: ChainedEvent[] = []

  constructor(definition: BundleDefinition, draft?: Draft) {
    this.dossier = this.#told(aFiling(definition, draft))
  }

  /** Somebody's act at ten in the morning of a day; the time passes up to then. */
  on(day: string, change: (dossier: Dossier, act: Act) => Change, by: Partial<Act> = {}): this {
    this.dossier = this.#told(change(this.dossier, anAct({ at: `${day}T02:00:00.000Z`, ...by })))
    return this
  }

  /** Nobody does anything until ten in the morning of a day. */
  until(day: string): this {
    return this.on(day, passed)
  }

  task(code: string): string {
    return taskFor(this.dossier, code).id
  }

  #told(change: Change): Dossier {
    const last = this.events.at(-1)
    this.events.push(...chained({ seq: last?.seq ?? 0, hash: last?.hash ?? firstHash }, change.events.map((event, index) => ({ ...event, id: `event-${this.events.length + index + 1}` }))))
    return after(change)
  }
}
