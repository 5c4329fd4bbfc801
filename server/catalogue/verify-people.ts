import { error, type Diagnostic } from './diagnostic.ts'
import { namesBasis } from './legal-basis.ts'
import { inBundle, type Model } from './verify-model.ts'

/** Wherever somebody has to confirm, the form asks who he is; and a law wants him. */
export function* coApplicantsAreNamed(model: Model): Iterable<Diagnostic> {
  for (const [index, { name, when, identity, fullName, basis }] of model.definition.bundle.coApplicants.entries()) {
    const needed = { when, chosen: [] }
    for (const [key, field] of [['identity', identity], ['fullName', fullName]] as const) {
      const example = model.situations.find([needed], model.fields.filter(({ part }) => part.field === field).map(({ active }) => active))
      if (example) yield error('coApplicantUnasked', inBundle(model, 'coApplicants', index, key), { coApplicant: name, field: model.definition.fields[field]?.name ?? field }, example)
    }
    if (!namesBasis(basis)) yield error('coApplicantWithoutBasis', inBundle(model, 'coApplicants', index, 'basis'), { coApplicant: name, basis })
  }
}
