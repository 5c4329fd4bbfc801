import { compactNumber, isIdNumber, isUscc } from '../people/identity-number.ts'
import { tidyUsername, type Person } from '../people/person.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

/**
 * Reads the number on the card and what its owner says his account is called. An account that somebody else has
 * opened with his number has a name that he doesn't know; so one sentence answers all that doesn't fit.
 */
export function readConfirmation(body: Body, person: Person | undefined, servedBy: string): Form<Person> {
  const identity = compactNumber(text(body.identity))
  const values = { identity, username: text(body.username), present: text(body.present) }
  const problems: Problem[] = []
  if (!isIdNumber(identity) && !isUscc(identity)) problems.push({ field: 'identity', code: identity === '' ? 'required' : 'counter:problem.identity' })
  else if (person?.id === servedBy) problems.push({ field: 'identity', code: 'counter:problem.self' })
  if (values.username === '') problems.push({ field: 'username', code: 'required' })
  else if (problems.length === 0 && (person?.status !== 'active' || tidyUsername(values.username) !== person.username)) problems.push({ field: 'username', code: 'counter:problem.otherAccount' })
  if (values.present !== 'yes') problems.push({ field: 'present', code: 'counter:problem.present' })
  return form(body, values, problems, () => person as Person)
}
