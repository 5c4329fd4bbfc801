/** How many slips of the finger a word of this length may hold. */
export const slipsAllowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

/**
 * Slips (a letter wrong, missing, too many, or two swapped) between `typed` and `word`, or between
 * `typed` and the nearest beginning of `word` when it may be unfinished; Infinity beyond `most`.
 */
export function slips(typed: string, word: string, most: number, { unfinished = false } = {}): number {
  if (!unfinished && Math.abs(typed.length - word.length) > most) return Infinity
  const width = unfinished ? Math.min(word.length, typed.length + most) : word.length
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: width + 1 }, (_, j) => j)]
  for (let i = 1; i <= typed.length; i++) {
    const row = [i]
    for (let j = 1; j <= width; j++) {
      const same = typed[i - 1] === word[j - 1]
      let cost = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, (previous[j - 1] as number) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1)
      row.push(cost)
    }
    if (Math.min(...row) > most) return Infinity
    ;[before, previous] = [previous, row]
  }
  const distance = unfinished ? Math.min(...previous) : (previous[width] as number)
  return distance <= most ? distance : Infinity
}
