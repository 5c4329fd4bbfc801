import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join, relative } from 'node:path'

export const publicFolder = join(import.meta.dirname, '../../public')
const versions = new Map<string, string>()

/** The URL of a file in `public/` with a hash of its content, so that browsers may keep it for ever. */
export const asset = (path: string): string => `/assets/${path}?v=${versionOf(path)}`

function versionOf(path: string): string {
  let version = versions.get(path)
  if (!version) versions.set(path, (version = createHash('sha256').update(readFileSync(join(publicFolder, path))).digest('hex').slice(0, 12)))
  return version
}

/**
 * While one process after the other is upgraded, a page of the new release may ask an old process for its style: it gets
 * what there is, and doesn't keep it for a year under that name.
 */
export function keepOwnVersion(res: ServerResponse, file: string): void {
  const asked = new URLSearchParams(/\?(.*)/.exec(res.req.url ?? '')?.[1]).get('v')
  if (asked !== null && asked !== versionOf(relative(publicFolder, file))) res.setHeader('Cache-Control', 'no-store')
}
