import sharp from 'sharp'
import { turns } from './turns.ts'

/** The largest sensors of telephones have 50 million; a decoded picture takes four bytes for each. */
export const maxMegapixels = 50
/** A4 at 400 dots per inch has 4,677. */
const longestSide = 5000
/** How long one picture may take before it is given up. */
const maxSeconds = 15

export type PictureProblem = 'pictureBroken' | 'pictureTooBig' | 'pictureMoves'

export interface Picture {
  bytes: Buffer
  mediaType: string
}

/** Decoders of pictures made of points; what draws by instructions or calls others is never reached. */
const drawable = ['jpeg', 'png', 'webp']

// Two pictures at a time in one thread each, and nothing kept between them: that bounds the memory.
sharp.concurrency(1)
sharp.cache(false)
export const atOnce = turns(2)

/**
 * The same picture drawn anew: upright, in plain colours (sRGB), without anything that was written into the file
 * beside it: place, device, owner, thumbnails, comments, programs, or a second file behind the first.
 */
export function redrawn(bytes: Buffer, mediaType: string): Promise<Picture | PictureProblem> {
  return atOnce(async () => {
    try {
      const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', sequentialRead: true })
      const { format, width, height, pages, hasAlpha } = await source.metadata()
      if (!drawable.includes(format)) return 'pictureBroken'
      if ((pages ?? 1) > 1) return 'pictureMoves'
      // From the header: what is larger is never decoded.
      if (width * height > maxMegapixels * 1_000_000) return 'pictureTooBig'
      const keepsPng = mediaType === 'image/png' || hasAlpha
      const drawn = sharp(bytes, { limitInputPixels: maxMegapixels * 1_000_000, failOn: 'error', sequentialRead: true })
        .timeout({ seconds: maxSeconds }).autoOrient().resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb')
      const encoded = keepsPng ? drawn.png({ compressionLevel: 6 }) : drawn.jpeg({ quality: 88 })
      return { bytes: await encoded.toBuffer(), mediaType: keepsPng ? 'image/png' : 'image/jpeg' }
    } catch (error) {
      return /timeout/.test(String(error)) ? 'pictureTooBig' : 'pictureBroken'
    }
  })
}
