import { sealedThings, type SealedThing } from './sealed-things.ts'

/** How far sealing anew has come: by which key and cipher, in which table, after which row. */
export interface Progress {
  mark: string
  /** The next table's place in `sealedThings`; behind the last one when everything has been looked at. */
  table: number
  /** The key of the last row that was looked at in it. */
  after: readonly (string | number)[] | null
  done: number
  /** Rows that did not open: they stay as they are. */
  failed: number
}

export const begun = (mark: string): Progress => ({ mark, table: 0, after: null, done: 0, failed: 0 })

/** Of the first key: nothing can be sealed by another. */
export const nothingToDo = (mark: string): Progress => ({ ...begun(mark), table: sealedThings.length })

/** As it was left, or from the beginning when another key or cipher seals by now. */
export const progressOf = (kept: string | null, mark: string): Progress => {
  const read = kept === null ? undefined : (JSON.parse(kept) as Progress)
  return read?.mark === mark ? read : begun(mark)
}

export const isOver = ({ table }: Progress): boolean => table >= sealedThings.length

export const partOf = ({ table }: Progress): SealedThing | undefined => sealedThings[table]

/** After a batch: on from its last row, or with the next table when there were no more. */
export const advanced = (progress: Progress, { last, isLast, done, failed }: { last: Progress['after']; isLast: boolean; done: number; failed: number }): Progress => ({
  ...progress,
  table: isLast ? progress.table + 1 : progress.table,
  after: isLast ? null : last,
  done: progress.done + done,
  failed: progress.failed + failed,
})
