import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

export interface SignInForm {
  username: string
  password: string
}

/** A password is taken as it was typed: a space at its end is part of it. */
export const typedPassword = (value: unknown): string => (typeof value === 'string' ? value : '')

export function readSignIn(body: Body): Form<SignInForm> {
  const values = { username: text(body.username), next: text(body.next) }
  const password = typedPassword(body.password)
  const problems: Problem[] = []
  if (values.username === '') problems.push({ field: 'username', code: 'required' })
  if (password === '') problems.push({ field: 'password', code: 'required' })
  return form(body, values, problems, () => ({ username: values.username.slice(0, 200), password: password.slice(0, 1000) }))
}
