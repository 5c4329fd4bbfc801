import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The pairs that pages draw: text 4.5 : 1, borders of controls and shapes that carry a meaning 3 : 1 (WCAG 2.2 AA, 1.4.3 and 1.4.11). */
const grounds = ['paper', 'paper-deep', 'card']
const text = (colour: string, on = grounds) => on.map(ground => [colour, ground, 4.5] as const)
const shape = (colour: string, on = grounds) => on.map(ground => [colour, ground, 3] as const)
const pairs = [
  ...text('ink', [...grounds, 'indigo-tint', 'celadon-tint', 'amber-tint', 'vermilion-tint']),
  ...text('muted'), ...text('visited'),
  ...text('indigo', [...grounds, 'indigo-tint']), ...text('indigo-deep', [...grounds, 'indigo-tint']), ...text('on-indigo', ['indigo', 'indigo-deep']),
  ...text('celadon', [...grounds, 'celadon-tint']), ...text('on-celadon', ['celadon']),
  ...text('amber', [...grounds, 'amber-tint']),
  ...text('vermilion', [...grounds, 'vermilion-tint']), ...text('on-vermilion', ['vermilion']),
  ...shape('control'), ...shape('ring'),
]

const palette = readFileSync(join(import.meta.dirname, '../../public/scss/parts/_palette.scss'), 'utf8')
const scheme = (name: string) => new Map([...(new RegExp(`@mixin ${name} \\{([^}]+)\\}`).exec(palette)?.[1] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, colour, value]) => [colour!, value!]))

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

test.each(['light', 'dark'])('%s: every pair of colours can be told apart', name => {
  const colours = scheme(name)
  const poor = pairs.map(([colour, ground, least]) => ({ pair: `${colour} on ${ground}`, is: contrast(colours.get(colour)!, colours.get(ground)!), least })).filter(({ is, least }) => !(is >= least))
  expect(poor).toEqual([])
})
