import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Before the first test of a run: a folder for what all its files share (`database.ts`, `browser.ts`). */
export default function setUp(): void {
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), 'portal-tests-'))
  // The programs that tests start are compiled by the first of them.
  process.env.NODE_COMPILE_CACHE ??= join(process.env.TEST_RUN_FOLDER, 'compiled')
}

export function tearDown(): void {
  if (process.env.TEST_RUN_FOLDER) rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true })
}
