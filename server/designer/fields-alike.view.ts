import type { Words } from '../catalogue/definition-words.ts'
import { entriesOf, type Found } from './edit-part.ts'
import type { Surrounding } from './part.view.ts'

/** Fields that the other items of the bundle ask for and this one doesn't yet: what is asked once serves them all. */
export function fieldsAlike(item: Found, { catalogue, ownItems }: Surrounding, text: Words['text']): { value: string; text: string }[] {
  const own = new Set(entriesOf(item, 'fields').map(entry => (entry as { field?: unknown } | null)?.field))
  const others = new Set(ownItems.flatMap(code => (catalogue.items.get(code)?.fields ?? []).map(({ field }) => field)))
  return [...others].filter(id => !own.has(id)).flatMap(id => {
    const field = catalogue.fields.get(id)
    return field ? [{ value: id, text: text(field.name) }] : []
  })
}
