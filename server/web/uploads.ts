import type { Request, RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import { NotSignedIn } from '../errors.ts'
import { maxFileMegabytes, type Upload } from '../materials/upload.ts'
import { anonymous } from '../people/actor.ts'

const maxFiles = 10

const maxBytes = maxFileMegabytes * 1024 * 1024

/**
 * Keeps files in memory until they are checked. Of one that grows past the limit nothing is kept, and
 * the form is read to its end all the same: the other files and all that was typed arrive.
 */
const inMemory: multer.StorageEngine = {
  _handleFile(req, file, done) {
    const chunks: Buffer[] = []
    let size = 0
    file.stream.on('error', done)
    file.stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    file.stream.on('end', () => {
      if (size > maxBytes) req.uploadProblem ??= { field: file.fieldname, code: 'tooLarge' }
      done(null, { size, buffer: Buffer.concat(chunks) })
    })
  },
  _removeFile: (_req, _file, done) => done(null),
}

const receive = multer({
  storage: inMemory,
  limits: { files: maxFiles, fields: 200, fieldSize: 64 * 1024, parts: 220 },
  defParamCharset: 'utf8',
}).any()

/**
 * Reads multipart forms of people who are signed in. A file that is too large ends up as a problem
 * beside its field, not as an error: what else was typed is still there. Forms put `_csrf` first.
 */
export const readUploads: RequestHandler = (req, res, next) => {
  if (!req.is('multipart/form-data')) return next()
  if (res.locals.ctx.actor.kind === anonymous.kind) {
    req.resume() // the browser hears the answer only once it has sent its files
    throw new NotSignedIn('notSignedIn')
  }
  receive(req, res, (error: unknown) => {
    if (error instanceof MulterError && error.code === 'LIMIT_FILE_COUNT') {
      req.uploadProblem = { field: error.field ?? 'file', code: 'tooMany' }
      return next()
    }
    if (error) return next(Object.assign(new Error('unreadable form'), { status: 400 }))
    next()
  })
}

/** The files that were chosen in one control; an empty choice sends a nameless file of no bytes. */
export const uploadsIn = (req: Request, field: string): Upload[] =>
  ((req.files ?? []) as Express.Multer.File[])
    .filter(({ fieldname, originalname }) => fieldname === field && originalname !== '')
    .map(({ originalname, buffer, size }) => ({ name: originalname, bytes: buffer, isTooLarge: size > maxBytes }))
