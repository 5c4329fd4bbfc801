import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { maxMegapixels, redrawn, type Picture } from '../../server/materials/picture.ts'

const noise = (width: number, height: number) => sharp(Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251)), { raw: { width, height, channels: 3 } })
const drawn = async (bytes: Buffer, type = 'image/jpeg') => {
  const outcome = await redrawn(bytes, type)
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome as Picture
}

test('where, when and with what a photo was taken, and whatever else stands in the file, is gone', async () => {
  const secrets = { IFD0: { Copyright: 'SECRET-OWNER', ImageDescription: 'SECRET-WORDS' }, IFD3: { GPSLatitude: '30/1 15/1 0/1', GPSLatitudeRef: 'N' } }
  const sent = Buffer.concat([await noise(64, 48).withExif(secrets).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>').withIccProfile('p3').jpeg().toBuffer(), Buffer.from('PK\u0003\u0004SECRET-FILE')])
  expect(sent.includes('SECRET-OWNER') && sent.includes('SECRET-XMP')).toBe(true)
  const { bytes } = await drawn(sent)
  expect(bytes.toString('latin1')).not.toMatch(/SECRET|Exif|xmpmeta|ICC_PROFILE|PK\u0003\u0004/)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48, space: 'srgb', hasProfile: false })
  expect((await sharp(bytes).metadata()).exif).toBeUndefined()
})

test('words and programs in a PNG are gone, and what is see-through stays so', async () => {
  const png = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } } }).withExif({ IFD0: { Copyright: 'SECRET' } }).png().toBuffer()
  const { bytes, mediaType } = await drawn(Buffer.concat([png, Buffer.from('<script>SECRET</script>')]), 'image/png')
  expect(mediaType).toBe('image/png')
  expect(bytes.includes('SECRET')).toBe(false)
  expect((await sharp(bytes).metadata()).hasAlpha).toBe(true)
})

test('a photo taken upright is upright, and no larger than anybody can read', async () => {
  const lying = await noise(80, 60).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(await sharp((await drawn(lying)).bytes).metadata()).toMatchObject({ width: 60, height: 80 })
  const wide = await sharp({ create: { width: 9000, height: 100, channels: 3, background: '#fff' } }).jpeg().toBuffer()
  expect(await sharp((await drawn(wide)).bytes).metadata()).toMatchObject({ width: 5000, height: 56 })
})

test('colours of print and of a screen with more colours become plain ones', async () => {
  const print = await sharp({ create: { width: 30, height: 30, channels: 3, background: '#c22' } }).toColourspace('cmyk').jpeg().toBuffer()
  expect(await sharp((await drawn(print)).bytes).metadata()).toMatchObject({ space: 'srgb', channels: 3 })
  const deep = await sharp({ create: { width: 30, height: 30, channels: 3, background: '#c22' } }).toColourspace('rgb16').png().toBuffer()
  expect(await sharp((await drawn(deep, 'image/png')).bytes).metadata()).toMatchObject({ depth: 'uchar' })
})

/** A few bytes that say they are a picture of this size. */
function pngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])))
    return Buffer.concat([head, Buffer.from(type), data, check])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width)
  size.writeUInt32BE(height, 4)
  size.set([8, 2], 8)
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', size), chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))), chunk('IEND', Buffer.alloc(0))])
}

test('a picture that would fill the memory is refused by its first lines', async () => {
  const began = performance.now()
  expect(await redrawn(pngBomb(60_000, 60_000), 'image/png')).toBe('pictureTooBig')
  expect(await redrawn(pngBomb(maxMegapixels * 1000, 1001), 'image/png')).toBe('pictureTooBig')
  expect(performance.now() - began).toBeLessThan(2000)
})

test('what moves, what is cut off and what is damaged is told apart', async () => {
  const frames = await sharp(Buffer.concat([Buffer.alloc(20 * 20 * 3, 90), Buffer.alloc(20 * 20 * 3, 200)]), { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } }).webp({ loop: 0, delay: [90, 90] }).toBuffer()
  expect(await redrawn(frames, 'image/webp')).toBe('pictureMoves')
  const jpeg = await noise(300, 300).jpeg().toBuffer()
  expect(await redrawn(jpeg.subarray(0, jpeg.length / 2), 'image/jpeg')).toBe('pictureBroken')
  expect(await redrawn(jpeg.subarray(0, 30), 'image/jpeg')).toBe('pictureBroken')
  const png = await noise(300, 300).png().toBuffer()
  expect(await redrawn(png.subarray(0, png.length / 2), 'image/png')).toBe('pictureBroken')
  expect(await redrawn(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png')).toBe('pictureBroken')
})

test('many at once all get their turn', async () => {
  const jpeg = await noise(200, 200).jpeg().toBuffer()
  const outcomes = await Promise.all(Array.from({ length: 12 }, (_, index) => redrawn(index % 3 ? jpeg : jpeg.subarray(0, 99), 'image/jpeg')))
  expect(outcomes.map(one => typeof one === 'string' ? one : one.mediaType)).toEqual(Array.from({ length: 12 }, (_, index) => (index % 3 ? 'image/jpeg' : 'pictureBroken')))
})
