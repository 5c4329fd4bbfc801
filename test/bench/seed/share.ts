import type { Template } from './template.ts'

/** Of a hundred cases so many go on; and of the others so many were given up or refused before most of it was begun. */
const running = 0.035
const short = 0.4

/** How often each template is written, so that of all cases the wanted part goes on, and the rest spreads evenly over the years. */
export function shares(templates: readonly Template[], cases: number): number[] {
  const groupOf = ({ status, tasks, events }: Template) => (status === 'running' ? 'running' : events < tasks * 2.5 ? 'short' : 'long')
  const groups = Map.groupBy(templates.keys(), at => groupOf(templates[at] as Template))
  const parts = { running, short: (1 - running) * short, long: (1 - running) * (1 - short) }
  const counts = templates.map((template): number => {
    const group = groupOf(template)
    return Math.floor((cases * parts[group]) / (groups.get(group)?.length ?? 1))
  })
  // What rounding has left over goes to the first ones that are not running.
  let left = cases - counts.reduce((sum, count) => sum + count, 0)
  for (let at = 0; left > 0; at = (at + 1) % counts.length) {
    if (groupOf(templates[at] as Template) === 'running') continue
    counts[at] = (counts[at] as number) + 1
    left -= 1
  }
  return counts
}
