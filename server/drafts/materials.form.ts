import { maxFileMegabytes, type Upload } from '../materials/upload.ts'
import { text, type Body, type Form } from '../web/form.ts'
import type { Declaration } from './declare.ts'

export const fileName = (materialId: string): string => `file.${materialId}`

/** A file as multer leaves it: past the limit its bytes were not kept. */
interface Received {
  fieldname: string
  originalname: string
  buffer: Buffer
  size: number
  isUnread?: boolean
}

/** The files sent for one material; an empty file input sends a file without a name. */
export const readUploads = (files: unknown, materialId: string): Upload[] =>
  (Array.isArray(files) ? (files as Received[]) : [])
    .filter(({ fieldname, originalname, size }) => fieldname === fileName(materialId) && (originalname !== '' || size > 0))
    .map(({ originalname, buffer, size, isUnread = false }) => ({ name: originalname, bytes: buffer, isTooLarge: size > maxFileMegabytes * 1024 * 1024, isUnread }))

export const commitmentName = (materialId: string): string => `commitment.${materialId}`

const kinds = ['commitment', 'deferral', 'contest'] as const

/** What is declared about a material, or undefined when the form was about something else. A commitment is signed by its tick. */
export function readDeclaration(body: Body, materialId: string): Form<Declaration> | undefined {
  const kind = kinds.find(one => one === text(body.declare))
  if (!kind) return undefined
  const isMade = text(body.made) === 'yes'
  const isUnsigned = kind === 'commitment' && isMade && text(body[commitmentName(materialId)]) !== 'yes'
  return isUnsigned ? { values: {}, problems: [{ field: commitmentName(materialId), code: 'drafts:problem.commitment' }] } : { data: { kind, isMade }, values: {}, problems: [] }
}
