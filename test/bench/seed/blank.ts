/**
 * A text of a template case with places left open for what differs from case to case. Written once per case and row, so
 * it is two arrays and a loop: that is what makes millions of rows a matter of minutes.
 */
export interface Blank {
  parts: string[]
  /** Which value stands after each part but the last. */
  slots: number[]
}

export function filledIn({ parts, slots }: Blank, values: readonly string[]): string {
  let text = parts[0] as string
  for (let at = 0; at < slots.length; at++) text += (values[slots[at] as number] as string) + (parts[at + 1] as string)
  return text
}

/** Leaves open whatever `slotOf` knows among what `pattern` finds. A text without open places stays a text. */
export function blankOf(text: string, pattern: RegExp, slotOf: (found: string) => number | undefined): Blank | string {
  const parts: string[] = []
  const slots: number[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const slot = slotOf(found)
    if (slot === undefined) continue
    parts.push(text.slice(from, index))
    slots.push(slot)
    from = index + found.length
  }
  return slots.length === 0 ? text : { parts: [...parts, text.slice(from)], slots }
}
