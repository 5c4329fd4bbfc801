import { form, list, type Body, type Form } from '../web/form.ts'

/** Which items are to be withdrawn: at least one of those that still can be. */
export function readWithdrawal(body: Body, offered: readonly string[]): Form<string[]> {
  const items = list(body.items).filter(code => offered.includes(code))
  return form(body, { items }, items.length > 0 ? [] : [{ field: 'items', code: 'cases:withdraw.none' }], () => items)
}
