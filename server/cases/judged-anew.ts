import { Conflict } from '../errors.ts'

const patience = 5 // attempts: those who work on one case side by side change it at the same moment

/**
 * Reads, judges and commits; and once more when somebody else has changed the case in between.
 *
 * A case is the unit of writing, so another department's act on the same case makes the commit fail;
 * the act is then judged anew on what is true by now, and refused when that has made it impossible.
 */
export async function judgedAnew<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Conflict && error.code === 'changedMeanwhile') || count === patience) throw error
    }
  }
}
