import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseRegions, type RegionFile } from '../offices/region-file.ts'
import type { SourceFile } from './yaml-source.ts'

export const shippedFolder = join(import.meta.dirname, '../../db/catalogue')

/** Stands beside the definitions and is none: why corrections are asked (`reasons.ts`). */
export const reasonsFile = 'reasons.yaml'

/** Every definition in a folder and those in it, by name: the order decides where fields stand in the form. */
export function readDefinitions(folder: string): SourceFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => relative(folder, path) !== reasonsFile)
    .map(path => ({ name: relative(folder, path), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `regions.csv` of a folder, or the one that ships where the folder has none. */
export function readRegions(folder: string): RegionFile {
  const text = readIfThere(join(folder, 'regions.csv')) ?? readFileSync(join(shippedFolder, 'regions.csv'), 'utf8')
  return parseRegions(text)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
