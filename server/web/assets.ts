import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const publicFolder = join(import.meta.dirname, '../../public')
const versions = new Map<string, string>()

/** The URL of a file in `public/` with a hash of its content, so that browsers may keep it for ever. */
export function asset(path: string): string {
  let version = versions.get(path)
  if (!version) versions.set(path, (version = createHash('sha256').update(readFileSync(join(publicFolder, path))).digest('hex').slice(0, 12)))
  return `/assets/${path}?v=${version}`
}
