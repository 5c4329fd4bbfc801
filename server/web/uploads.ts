import type { Request, RequestHandler, Response } from 'express'
import multer, { MulterError } from 'multer'
import { NotSignedIn } from '../errors.ts'
import { maxFileMegabytes, type Upload } from '../materials/upload.ts'
import { anonymous } from '../people/actor.ts'

const maxFiles = 10

const maxBytes = maxFileMegabytes * 1024 * 1024

/** What one person may have under way: a form with all its files. */
const maxBytesOfPerson = (maxFiles + 1) * maxBytes
/** What all together may have under way in this process. */
const maxBytesOfAll = 4 * maxBytesOfPerson

/** Bytes of uploads in memory, by whose they are and by request, until it is answered. */
const held = new Map<string, number>()
const heldFor = new WeakMap<Request, number>()

const whoSends = (req: Request): string => (req.res as Response).locals.ctx.actor.id

function hold(req: Request, bytes: number): void {
  const own = heldFor.get(req)
  if (own === undefined) return // answered, or hung up: what still trickles in is nobody's
  const who = whoSends(req)
  const left = (held.get(who) ?? 0) + bytes
  if (left > 0) held.set(who, left)
  else held.delete(who)
  heldFor.set(req, own + bytes)
}

function holdUntilAnswered(req: Request): void {
  heldFor.set(req, 0)
  req.res?.once('close', () => {
    hold(req, -(heldFor.get(req) ?? 0))
    heldFor.delete(req)
  })
}

const hasRoom = (req: Request, bytes: number): boolean =>
  (held.get(whoSends(req)) ?? 0) + bytes <= maxBytesOfPerson && uploadBytesHeld() + bytes <= maxBytesOfAll

/** What uploads take of this process's memory now. */
export const uploadBytesHeld = (): number => [...held.values()].reduce((sum, one) => sum + one, 0)

/**
 * Keeps files in memory until they are checked: what nobody has looked at is never written to a disk. Of one that grows
 * past a limit nothing is kept, and the form is read to its end all the same: the other files and all that was typed arrive.
 */
const inMemory: multer.StorageEngine = {
  _handleFile(req, file, done) {
    let chunks: Buffer[] = []
    let [size, kept, isUnread] = [0, 0, false]
    file.stream.on('error', done)
    file.stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      isUnread ||= !hasRoom(req, chunk.length)
      const isLost = size > maxBytes || isUnread
      hold(req, isLost ? -kept : chunk.length)
      kept = isLost ? 0 : kept + chunk.length
      if (isLost) chunks = []
      else chunks.push(chunk)
    })
    file.stream.on('end', () => {
      if (size > maxBytes) req.uploadProblem ??= { field: file.fieldname, code: 'tooLarge' }
      done(null, { size, buffer: Buffer.concat(chunks), isUnread } as Partial<Express.Multer.File>)
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
  holdUntilAnswered(req)
  receive(req, res, (error: unknown) => {
    if (error instanceof MulterError && error.code === 'LIMIT_FILE_COUNT') {
      req.uploadProblem = { field: error.field ?? 'file', code: 'tooMany' }
      return next()
    }
    if (error) return next(Object.assign(new Error('unreadable form'), { status: 400 }))
    next()
  })
}

/** A file as it was received: `buffer` is empty where a limit was passed. */
type Received = Express.Multer.File & { isUnread?: boolean }

/** The files that were chosen in one control; an empty choice sends a nameless file of no bytes. */
export const uploadsIn = (req: Request, field: string): Upload[] =>
  ((req.files ?? []) as Received[])
    .filter(({ fieldname, originalname, size }) => fieldname === field && (originalname !== '' || size > 0))
    .map(({ originalname, buffer, size, isUnread = false }) => ({ name: originalname, bytes: buffer, isTooLarge: size > maxBytes, isUnread }))
