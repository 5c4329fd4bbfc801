/** What a virus scanner says of a file. */
export type Verdict = { state: 'clean' } | { state: 'infected'; signature: string } | { state: 'unavailable'; fault: string }

/** Whoever looks at a file before it is kept. */
export interface Scanner {
  scan(bytes: Buffer): Promise<Verdict>
}

/** Nobody was named to look: what an upload may be is narrow enough to be looked at by ourselves (`upload.ts`). */
export const noScanner: Scanner = { scan: async () => ({ state: 'clean' }) }
