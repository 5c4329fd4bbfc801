import { crc32, deflateSync } from 'node:zlib'

const [width, height] = [420, 594]

/**
 * A picture of a paper that nobody wrote: lines instead of words and an empty frame for the seal, as
 * PNG. `order` makes two papers different.
 */
export function blankPaper(order: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height, 0xfa)
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
  const fill = (left: number, top: number, right: number, bottom: number, shade: number) => {
    for (let y = top; y < bottom; y++) rows.fill(shade, y * (width + 1) + 1 + left, y * (width + 1) + 1 + right)
  }
  fill(120, 60, 300, 72, 0x30)
  for (let line = 0; line < 14; line++) fill(50, 120 + line * 24, 370 - ((line * 53 + order * 31) % 120), 124 + line * 24, 0xa8)
  fill(290, 480, 360, 550, 0x90)
  fill(293, 483, 357, 547, 0xfa)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from([0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, 8, 0, 0, 0, 0])), // 8 bits of grey
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
