import type { RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import { NotSignedIn } from '../errors.ts'
import { anonymous } from '../people/actor.ts'

export const maxFileMegabytes = 10
const maxFiles = 10

const receive = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: maxFileMegabytes * 1024 * 1024, files: maxFiles, fields: 200, fieldSize: 64 * 1024, parts: 220 },
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
    if (error instanceof MulterError && (error.code === 'LIMIT_FILE_SIZE' || error.code === 'LIMIT_FILE_COUNT')) {
      req.uploadProblem = { field: error.field ?? 'file', code: error.code === 'LIMIT_FILE_SIZE' ? 'tooLarge' : 'tooMany' }
      return next()
    }
    if (error) return next(Object.assign(new Error('unreadable form'), { status: 400 }))
    next()
  })
}
