import { form, type Body, type Form, type Problem } from '../web/form.ts'
import { longestPassword, shortestPassword } from './password.ts'
import { passwordFault } from './password-strength.ts'
import { typedPassword } from './sign-in.form.ts'

/** A new password and its repetition; `own` is what the person's password must not contain. */
export function passwordProblems(body: Body, own: readonly (string | undefined)[]): Problem[] {
  const password = typedPassword(body.password)
  const fault = password === '' ? 'required' : passwordFault(password, own)
  if (fault === 'required') return [{ field: 'password', code: fault }]
  if (fault) return [{ field: 'password', code: `people:problem.${fault}`, params: { min: shortestPassword, max: longestPassword } }]
  return typedPassword(body.passwordAgain) === password ? [] : [{ field: 'passwordAgain', code: 'people:problem.passwordDiffers' }]
}

export interface PasswordChange {
  current: string
  password: string
}

export function readPasswordChange(body: Body, own: readonly (string | undefined)[]): Form<PasswordChange> {
  const current = typedPassword(body.current)
  const problems = [...(current === '' ? [{ field: 'current', code: 'required' }] : []), ...passwordProblems(body, own)]
  return form(body, {}, problems, () => ({ current: current.slice(0, 1000), password: typedPassword(body.password) }))
}
