import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** A picture of a page as PNG with at most 256 colours: a third of the bytes, and no difference to see. */
export function inFewColours(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decode(png)
  const colourAt = (pixel: number) => (pixels.readUIntBE(pixel * channels, 3))
  const counts = new Map<number, number>()
  for (let pixel = 0; pixel < width * height; pixel++) counts.set(colourAt(pixel), (counts.get(colourAt(pixel)) ?? 0) + 1)
  const palette = [...counts].sort(([, a], [, b]) => b - a).slice(0, 256).map(([colour]) => colour)
  const places = new Map([...counts.keys()].map(colour => [colour, nearest(palette, colour)]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let pixel = 0; pixel < width * height; pixel++) rows[pixel + Math.floor(pixel / width) + 1] = places.get(colourAt(pixel)) as number
  const header = Buffer.from(png.subarray(16, 29))
  header.set([8, 3], 8) // eight bits each, from a palette
  const colours = Buffer.alloc(palette.length * 3)
  palette.forEach((colour, place) => colours.writeUIntBE(colour, place * 3, 3))
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function nearest(palette: readonly number[], colour: number): number {
  const distance = (other: number) => [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0)
  return palette.reduce((best, other, place) => (distance(other) < distance(palette[best] as number) ? place : best), 0)
}

/** What a browser writes: eight bits a channel, three or four channels, not interlaced. */
function decode(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = png[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const filtered = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const pixels = Buffer.alloc(stride * height)
  for (let row = 0; row < height; row++) unfilter(filtered, pixels, row, stride, channels)
  return { width, height, channels, pixels }
}

/** Undoes the filter of one row (PNG specification, section 9). */
function unfilter(filtered: Buffer, pixels: Buffer, row: number, stride: number, channels: number): void {
  const filter = filtered[row * (stride + 1)]
  for (let column = 0; column < stride; column++) {
    const at = row * stride + column
    const left = column < channels ? 0 : (pixels[at - channels] as number)
    const up = row === 0 ? 0 : (pixels[at - stride] as number)
    const corner = row === 0 || column < channels ? 0 : (pixels[at - stride - channels] as number)
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter as number] as number
    pixels[at] = (filtered[row * (stride + 1) + 1 + column] as number) + guess
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [fromLeft, fromUp, fromCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left
  return fromUp <= fromCorner ? up : corner
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
