/** Chinese and full-width characters are as wide as they are high; Latin letters a little more than half. */
const isWide = (character: string) => /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\u3000-\u303f“”‘’…—]|[\ud840-\ud8bf]/.test(character)
const widthOf = (text: string) => [...text].reduce((sum, character) => sum + (isWide(character) ? 1 : 0.55), 0)

/** What a line may not begin with. */
const clings = /^[，。、；：？！）》」』”’…%,.;:?!)\]]/

/** Breaks a label into at most `most` lines of `width` characters, about equally long; what is too long ends with “…”. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines = broken(text, width)
  if (lines.length > most) return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).reduce(joined), width)]
  let narrow = lines
  for (let less = width - 1; lines.length > 1 && less >= width / 2; less -= 1) {
    const tried = broken(text, less)
    if (tried.length > lines.length) break
    narrow = tried
  }
  return narrow
}

const joined = (before: string, after: string): string => (/[!-~]$/.test(before) && /^[!-~]/.test(after) ? `${before} ${after}` : before + after)

function broken(text: string, width: number): string[] {
  const pieces = text.match(/[（《「『“‘]*[\u2e80-\uffef]|[\ud840-\ud8bf][\udc00-\udfff]|[^\s\u2e80-\uffef\ud840-\ud8bf]+\s*|\s+/g) ?? []
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.length - 1
    const fits = last >= 0 && (clings.test(piece) || widthOf((lines[last]! + piece).trimEnd()) <= width)
    if (fits) lines[last] += piece
    else lines.push(piece)
  }
  return lines.map(line => line.trim()).filter(line => line !== '')
}

function cut(text: string, width: number): string {
  const characters = [...text]
  while (characters.length > 1 && widthOf(`${characters.join('')}…`) > width) characters.pop()
  return `${characters.join('')}…`
}
