/**
 * What was proved, as the line: every situation goes through every check, and with each the spread
 * of what might still happen grows smaller, until all of them are one line with one end.
 */
export interface ProofPicture {
  width: number
  height: number
  ways: string[]
  checks: { x: number; y: number }[]
  end: { x: number; y: number }
}

/** As wide as a page or as a phone. */
const widths = { page: 640, phone: 340 }
const height = 150
/** More would be a surface and no lines. */
const most = 28

export function proofPicture(situations: number, checks: number, size: keyof typeof widths): ProofPicture {
  const width = widths[size]
  const first = width / 9
  const count = Math.max(1, Math.min(Math.round(situations), most))
  const y = height / 2
  const step = (width * 0.72) / Math.max(1, checks)
  const places = Array.from({ length: checks }, (_, index) => ({ x: Math.round(first + step * (index + 0.5)), y }))
  const end = { x: width - 24, y }
  const ways = Array.from({ length: count }, (_, index) => {
    const spread = count === 1 ? 0 : (index / (count - 1)) * 2 - 1
    const legs = places.map(({ x }, check) => {
      const from = check === 0 ? undefined : (places[check - 1]?.x ?? 0)
      if (from === undefined) return `M8 ${round(y + spread * 62)}C${round(x - first * 0.6)} ${round(y + spread * 62)} ${round(x - first * 0.35)} ${round(y + spread * 12)} ${x} ${y}`
      const sway = spread * 74 * (1 - check / checks) * (check % 2 === 0 ? 1 : -1)
      return `C${round(from + step * 0.3)} ${round(y + sway)} ${round(x - step * 0.3)} ${round(y + sway)} ${x} ${y}`
    })
    return `${legs.join('')}H${end.x}`
  })
  return { width, height, ways, checks: places, end }
}

const round = (value: number): number => Math.round(value * 10) / 10
