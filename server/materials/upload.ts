import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'

export const maxFileMegabytes = 10

/** A file as a browser sent it: neither its name nor its declared type is believed. */
export interface Upload {
  name: string
  bytes: Buffer
  /** It went past the limit, and its bytes were not kept. */
  isTooLarge: boolean
}

export interface CheckedUpload {
  name: string
  bytes: Buffer
  mediaType: string
  sha256: string
}

export interface UploadProblem {
  code: 'tooLarge' | 'empty' | 'fileType'
  params: Record<string, string | number>
}

/** What a paper may be, by its content, with the endings its name may have. */
const accepted: Record<string, string[]> = { 'image/jpeg': ['.jpg', '.jpeg'], 'image/png': ['.png'], 'application/pdf': ['.pdf'] }

export const acceptedTypes = [...Object.keys(accepted), ...Object.values(accepted).flat()].join(',')

export async function checkUpload({ name, bytes, isTooLarge }: Upload): Promise<CheckedUpload | UploadProblem> {
  if (isTooLarge) return { code: 'tooLarge', params: { max: maxFileMegabytes } }
  if (bytes.length === 0) return { code: 'empty', params: {} }
  const mediaType = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? ''
  const endings = accepted[mediaType]
  if (!endings) return { code: 'fileType', params: {} }
  return { bytes, mediaType, name: tidyName(name, endings), sha256: createHash('sha256').update(bytes).digest('hex') }
}

/**
 * A name to show and to save under: the last part of a path, without control characters, without
 * what reverses the direction of writing (which hides endings), not too long, ending as its content does.
 */
export function tidyName(name: string, endings: readonly string[]): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '').replace(/[<>:"|?*]/g, '_').replace(/^[.\s]+/, '').trim()
  const ending = endings.find(one => plain.toLowerCase().endsWith(one)) ?? (endings[0] as string)
  const stem = [...plain.replace(/\.[^.]{1,5}$/, '')].slice(0, 80).join('').trim()
  return `${stem || 'file'}${ending}`
}
