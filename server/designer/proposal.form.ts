import { bundleSchema, stages } from '../catalogue/definition.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import { identifierFrom } from './control-value.ts'

export interface NewBundle {
  id: string
  zh: string
  en: string
  audience: string
  stage: string
  leadDepartment: string
}

/** The first few things about a new bundle; everything else is filled in on its pages. */
export function readNewBundle(body: Body, known: { departments: ReadonlySet<string>; bundles: ReadonlySet<string> }): Form<NewBundle> {
  const typed = { zh: text(body.zh), en: text(body.en), id: text(body.id), audience: text(body.audience), stage: text(body.stage), leadDepartment: text(body.leadDepartment) }
  const id = typed.id || identifierFrom(typed.en)
  const problems: Problem[] = []
  for (const field of ['zh', 'en'] as const) if (typed[field] === '') problems.push({ field, code: 'required' })
  if (typed.en !== '' && !bundleSchema.shape.id.safeParse(id).success) problems.push({ field: 'id', code: 'identifier' })
  else if (known.bundles.has(id)) problems.push({ field: 'id', code: 'identifierTaken', params: { id } })
  if (!bundleSchema.shape.audience.safeParse(typed.audience).success) problems.push({ field: 'audience', code: 'choose' })
  if (!stages.some(stage => stage === typed.stage)) problems.push({ field: 'stage', code: 'choose' })
  if (!known.departments.has(typed.leadDepartment)) problems.push({ field: 'leadDepartment', code: 'choose' })
  return form(body, typed, problems, () => ({ ...typed, id }))
}
