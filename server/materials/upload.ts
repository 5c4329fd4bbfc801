import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import type { Ctx } from '../context.ts'
import { checkPdf, maxPages, type PdfProblem } from './pdf-check.ts'
import { maxMegapixels, redrawn, type PictureProblem } from './picture.ts'

export const maxFileMegabytes = 10

/** A file as a browser sent it: neither its name nor its declared type is believed. */
export interface Upload {
  name: string
  bytes: Buffer
  /** It went past the limit, and its bytes were not kept. */
  isTooLarge: boolean
  /** There was no room for it while others were sending: its bytes were not kept either. */
  isUnread?: boolean
}

export interface CheckedUpload {
  name: string
  bytes: Buffer
  mediaType: string
  sha256: string
}

export interface UploadProblem {
  code: 'tooLarge' | 'empty' | 'fileType' | 'heic' | 'office' | 'archive' | 'infected' | 'notScanned' | 'busy' | PictureProblem | PdfProblem
  params: Record<string, string | number>
}

/** What a paper may be, by its content. */
const accepted = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf']
/** The endings of what is kept: the first is given to a name that has none of them. */
const endings: Record<string, string[]> = { 'image/jpeg': ['.jpg', '.jpeg'], 'image/png': ['.png'], 'application/pdf': ['.pdf'] }

// Not HEIC: a telephone that is not offered it sends its photos as JPEG by itself.
export const acceptedTypes = [...accepted, ...Object.values(endings).flat(), '.webp'].join(',')

/** Which words help somebody whose file is none of these. */
function refusalOf(mediaType: string): UploadProblem['code'] {
  if (/^image\/hei[cf]/.test(mediaType)) return 'heic'
  if (mediaType === 'image/apng') return 'pictureMoves'
  if (/officedocument|opendocument|msword|ms-excel|x-cfb|rtf/.test(mediaType)) return 'office'
  return /zip|rar|7z|x-tar|gzip|bzip2|x-xz|zstd|compress/.test(mediaType) ? 'archive' : 'fileType'
}

/** Looks at a file before anything of it is kept; of a picture only what was drawn anew is. */
export async function checkUpload(ctx: Pick<Ctx, 'scanner' | 'log'>, { name, bytes: sent, isTooLarge, isUnread }: Upload): Promise<CheckedUpload | UploadProblem> {
  if (isTooLarge) return { code: 'tooLarge', params: { max: maxFileMegabytes } }
  if (isUnread) return { code: 'busy', params: {} }
  if (sent.length === 0) return { code: 'empty', params: {} }
  const found = (await fileTypeFromBuffer(sent).catch(() => undefined))?.mime ?? ''
  if (!accepted.includes(found)) return { code: refusalOf(found), params: {} }
  const infection = await scanned(ctx, sent, found)
  if (infection) return { code: infection, params: {} }
  const kept = await mended(sent, found)
  if (typeof kept === 'string') return { code: kept, params: { pages: maxPages, megapixels: maxMegapixels } }
  const { bytes, mediaType } = kept
  return { bytes, mediaType, name: tidyName(name, endings[mediaType] as string[]), sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Not kept unless somebody has looked at it: what can't be scanned now is sent again later (`docs/adr/0024`). */
async function scanned({ scanner, log }: Pick<Ctx, 'scanner' | 'log'>, bytes: Buffer, mediaType: string): Promise<'infected' | 'notScanned' | undefined> {
  const verdict = await scanner.scan(bytes)
  if (verdict.state === 'clean') return undefined
  // Whose file it was stands with the request in the log, as an id.
  if (verdict.state === 'infected') log.warn({ signature: verdict.signature, mediaType, size: bytes.length }, 'infected upload refused')
  else log.error({ fault: verdict.fault }, 'virus scanner unavailable')
  return verdict.state === 'infected' ? 'infected' : 'notScanned'
}

async function mended(bytes: Buffer, mediaType: string): Promise<{ bytes: Buffer; mediaType: string } | PictureProblem | PdfProblem> {
  if (mediaType === 'application/pdf') return (await checkPdf(bytes)) ?? { bytes, mediaType }
  return redrawn(bytes, mediaType)
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i

/** The last part of a path, without control characters and without what reverses the direction of writing, which hides endings. */
export const plainName = (name: string): string =>
  [...(name.normalize('NFC').split(/[\\/]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')].slice(0, 120).join('')

/** A plain name to show and to save under: not too long, ending as its content does, and no device of Windows. */
export function tidyName(name: string, possible: readonly string[]): string {
  const plain = plainName(name).replace(/[<>:"|?*]/g, '_').replace(/^[.\s]+/, '').trim()
  const ending = possible.find(one => plain.toLowerCase().endsWith(one)) ?? (possible[0] as string)
  const stem = [...plain.replace(/\.[^.]{1,5}$/, '')].slice(0, 80).join('').trim()
  return `${reserved.test(stem) ? '_' : ''}${stem || 'file'}${ending}`
}
