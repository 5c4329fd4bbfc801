/** A desk left for an hour has been left: what comes in from then on is new at the next visit. */
const pause = 3_600_000

/** Since when things are new, and what the browser is to remember until it comes back. */
export interface Visit {
  since: string | undefined
  remembered: string
}

/** `remembered` is `<new since>~<last look>`; anything else counts as a first visit. */
export function visit(remembered: string | undefined, now: Date): Visit {
  const instant = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`
  const [, since, lastLook] = new RegExp(`^(${instant})?~(${instant})$`).exec(remembered ?? '') ?? []
  const isBack = lastLook !== undefined && now.getTime() - Date.parse(lastLook) > pause
  const newSince = isBack ? lastLook : since
  return { since: newSince, remembered: `${newSince ?? ''}~${now.toISOString()}` }
}
