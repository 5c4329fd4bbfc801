/** Why the server said no. `code` is an i18n key (`errors:<code>`) and a log key, never a sentence. */
export class Refusal extends Error {
  readonly code: string
  readonly details: Record<string, string>
  constructor(code: string, details: Record<string, string> = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** Nobody is signed in, and the page needs somebody. */
export class NotSignedIn extends Refusal {}
/** Signed in, but the role or office does not allow it. */
export class Forbidden extends Refusal {}
/** There is no such thing, or it is not yours to know of. */
export class NotFound extends Refusal {}
/** Not now: the state does not allow it, or somebody was quicker. */
export class Conflict extends Refusal {}
/** Too often: `details.seconds` says when to try again. */
export class TooMany extends Refusal {}
/** Not at present: the database can't be written or reached. Somebody must get up. */
export class Unavailable extends Refusal {}
