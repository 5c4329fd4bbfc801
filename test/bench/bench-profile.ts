import { mkdirSync } from 'node:fs'
import { profiled, topOf } from './profile.ts'
import { loadOf } from './ratios.ts'
import { cookiesOf, signIn } from './sessions.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

const whats = ['submission', 'guide', 'queue', 'case'] as const

/** CPU profiles of what is asked most, and the ten functions of each that take most of the time. */
export async function benchProfile(folder: string, into: string): Promise<Line[]> {
  mkdirSync(into, { recursive: true })
  const town = await prepareTown(folder, { citizens: 20, drafts: 1_500 })
  const cookies = await cookiesOf(town)
  const lines: Line[] = []
  for (const what of whats) {
    const file = await profiled(what, into, town.environment, async portal =>
      loadOf(what, { portal, town, people: await signIn(portal.url, cookies) }, { connections: 32, submissions: 1_500, seconds: 5 }))
    lines.push(...topOf(file, 10).map(top => ({ what, ...top })))
  }
  return lines
}
