import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import { compactNumber, isCompanyName, isIdNumber, isPersonName, isPhone, isUscc, tidyName, tidyPhone } from './identity-number.ts'
import { passwordProblems } from './password.form.ts'
import { isUsername, tidyUsername, type Identity } from './person.ts'
import { typedPassword } from './sign-in.form.ts'

export interface Registration {
  kind: 'person' | 'organisation'
  name: string
  identity: Identity
  username: string
  password: string
}

/** Reads what somebody typed who wants an account; only the part of his kind is looked at. */
export function readRegistration(body: Body, today: string): Form<Registration> {
  const values = {
    next: text(body.next),
    kind: text(body.kind),
    name: tidyName(text(body.name)),
    idNumber: compactNumber(text(body.idNumber)),
    companyName: tidyName(text(body.companyName)),
    uscc: compactNumber(text(body.uscc)),
    phone: text(body.phone),
    username: text(body.username),
  }
  const identity = identityOf(values)
  const problems = [
    ...(values.kind === 'person' ? personProblems(values, today) : values.kind === 'organisation' ? companyProblems(values) : [{ field: 'kind', code: 'choose' }]),
    ...phoneProblems(values.phone),
    ...usernameProblems(values.username),
    ...passwordProblems(body, [values.username, values.name, values.companyName, identity.idNumber, identity.uscc, identity.phone]),
  ]
  return form(body, values, problems, () => ({
    kind: values.kind as Registration['kind'],
    name: values.kind === 'person' ? values.name : values.companyName,
    identity,
    username: tidyUsername(values.username),
    password: typedPassword(body.password),
  }))
}

function identityOf({ kind, idNumber, companyName, uscc, phone: typed }: { kind: string; idNumber: string; companyName: string; uscc: string; phone: string }): Identity {
  const phone = tidyPhone(typed)
  return kind === 'organisation' ? { uscc, companyName, phone } : { idNumber, phone }
}

function personProblems({ name, idNumber }: { name: string; idNumber: string }, today: string): Problem[] {
  return [
    ...required('name', name, isPersonName(name), 'personName'),
    ...required('idNumber', idNumber, isIdNumber(idNumber, today), 'idNumber'),
  ]
}

function companyProblems({ companyName, uscc }: { companyName: string; uscc: string }): Problem[] {
  return [
    ...required('companyName', companyName, isCompanyName(companyName), 'people:problem.companyName'),
    ...required('uscc', uscc, isUscc(uscc), 'uscc'),
  ]
}

export const phoneProblems = (typed: string): Problem[] => required('phone', typed, isPhone(tidyPhone(typed)), 'phone')

const usernameProblems = (typed: string): Problem[] => required('username', typed, isUsername(tidyUsername(typed)), 'people:problem.username')

function required(field: string, value: string, isRight: boolean, code: string): Problem[] {
  if (value === '') return [{ field, code: 'required' }]
  return isRight ? [] : [{ field, code }]
}
