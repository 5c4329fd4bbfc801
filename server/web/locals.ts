import type { Ctx } from '../context.ts'
import type { Text } from '../catalogue/definition.ts'
import type { Language, Translate } from './texts.ts'

/** What every request carries; `res.locals` is typed here, once. */
export interface RequestLocals {
  ctx: Ctx
  requestId: string
  language: Language
  t: Translate
  text: (text: Text) => string
  largePrint: boolean
  /** The token for this page's forms; whoever asks for it gets a cookie that it is bound to. */
  csrfToken: () => string
  /** Messages that whoever is signed in has not read. */
  unread?: number
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Locals extends RequestLocals {}
    interface Request {
      /** Files of a multipart form that were refused before they were complete. */
      uploadProblem?: { field: string; code: 'tooLarge' | 'tooMany' }
    }
  }
}
