import { PDFDocument, type PDFImage, type PDFPage } from 'pdf-lib'
import sharp from 'sharp'
import { Conflict } from '../errors.ts'
import { atOnce } from './picture.ts'

/** What stands across an identity document that is shown to somebody: `plain` where the machine has no Chinese letters. */
export interface Mark {
  lines: readonly string[]
  plain: string
}

/**
 * The file as somebody may look at it who is not its owner: with a mark across all of it, so that a copy serves no
 * other purpose and says where it comes from. What is kept has no mark. Throws `Conflict('file.notMarked')`.
 */
export function marked(bytes: Buffer, mediaType: string, mark: Mark): Promise<Buffer> {
  return atOnce(async () => {
    try {
      const lines = (await hasChinese()) ? mark.lines : [mark.plain]
      return mediaType === 'application/pdf' ? await markedPdf(bytes, lines) : await markedPicture(bytes, lines)
    } catch (error) {
      throw Object.assign(new Conflict('file.notMarked'), { cause: error })
    }
  })
}

async function markedPicture(bytes: Buffer, lines: readonly string[]): Promise<Buffer> {
  const { width, height, format } = await sharp(bytes).metadata()
  // Two beside each other, in whatever size: cutting one off leaves the other.
  const across = Math.max(1, Math.min(Math.ceil(width / 2), height * 2))
  const tile = await drawn(lines, across)
  const picture = sharp(bytes, { sequentialRead: true }).composite([{ input: tile, tile: true }])
  return (format === 'png' ? picture.png({ compressionLevel: 3 }) : picture.jpeg({ quality: 85 })).toBuffer()
}

async function markedPdf(bytes: Buffer, lines: readonly string[]): Promise<Buffer> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const tile = await document.embedPng(await drawn(lines, 900))
  for (const page of document.getPages()) cover(page, tile)
  return Buffer.from(await document.save({ useObjectStreams: false }))
}

function cover(page: PDFPage, tile: PDFImage): void {
  const { x, y, width, height } = page.getMediaBox()
  const size = { width: width / 2, height: width / 4 }
  // A page may say that it is endless; what is looked at is not.
  const rows = Math.min(40, Math.ceil(height / size.height))
  for (let row = 0; row < rows; row++) {
    for (const column of [0, 1]) page.drawImage(tile, { x: x + column * size.width, y: y + row * size.height, ...size })
  }
}

const [width, height] = [600, 300]

/** One mark, half as high as wide: slanted, dark with a light rim, to be read on any ground. */
function drawn(lines: readonly string[], across: number): Promise<Buffer> {
  const units = Math.max(...lines.map(widthOf))
  const size = Math.min(34, Math.floor(540 / units))
  const step = size * 1.5
  const top = height / 2 - ((lines.length - 1) * step) / 2 + size / 3
  const texts = lines.map((line, index) => `<text x="${width / 2}" y="${top + index * step}">${escaped(line)}</text>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${Math.max(1, Math.floor(across / 2))}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">
    <g transform="rotate(-18 ${width / 2} ${height / 2})" font-family="Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Zen Hei, sans-serif" font-size="${size}" font-weight="bold"
      text-anchor="middle" fill="#8f1d14" fill-opacity="0.42" stroke="#fff" stroke-opacity="0.3" stroke-width="0.8">${texts}</g></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

/** In ems: Chinese letters take one, others about a half. */
const widthOf = (line: string): number => [...line].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x2e80 ? 0.58 : 1), 0)

const escaped = (text: string): string =>
  text.replace(/[^\x20-\ufffd]|[\ud800-\udfff]/g, '').replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)

let known: Promise<boolean> | undefined

/** Whether the machine has a Chinese font: its “一” is one flat stroke, and the box in place of a missing letter is not. */
const hasChinese = (): Promise<boolean> => (known ??= looksFlat())

async function looksFlat(): Promise<boolean> {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><text x="10" y="70" font-size="60" font-family="Noto Sans CJK SC, sans-serif">一</text></svg>'
  const { data, info } = await sharp(Buffer.from(svg)).extractChannel(3).raw().toBuffer({ resolveWithObject: true })
  const rows = Array.from({ length: info.height }, (_, row) => data.subarray(row * info.width, (row + 1) * info.width).some(ink => ink > 100)).filter(Boolean).length
  return rows > 0 && rows < 20
}
