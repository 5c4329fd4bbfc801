import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Before the first test of a run: a place for what is made once and copied by every file (`database.ts`). */
export default function setUp(): void {
  process.env.TEST_TEMPLATES = mkdtempSync(join(tmpdir(), 'portal-templates-'))
}

export function tearDown(): void {
  if (process.env.TEST_TEMPLATES) rmSync(process.env.TEST_TEMPLATES, { recursive: true, force: true })
}
