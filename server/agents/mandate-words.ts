import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { MandateScope } from '../people/active-mandate.ts'
import { formats } from '../web/formats.ts'
import type { Language, Translate } from '../web/texts.ts'
import type { Mandate } from './mandate.ts'

export interface Words {
  t: Translate
  text: (text: Text) => string
  language: Language
}

export function scopeInWords({ bundles: ids, items: codes }: MandateScope, bundles: readonly BundleDefinition[], { t, text }: Words): { scope: string[]; items: string[] } {
  if (ids === 'all') return { scope: [t('agents:scope.all')], items: [] }
  const definitions = ids.map(id => bundles.find(({ bundle }) => bundle.id === id))
  const nameOf = (name: Text | undefined, id: string) => (name ? text(name) : id)
  return {
    scope: ids.map((id, at) => nameOf(definitions[at]?.bundle.title, id)),
    items: (codes ?? []).map(code => nameOf(definitions.map(one => one?.items[code]?.name).find(Boolean), code)),
  }
}

export const usesInWords = ({ maxUses, uses }: Mandate, { t }: Words): string =>
  maxUses === null ? t('agents:uses.any', { uses }) : t('agents:uses.some', { max: maxUses, uses })

/** How it was confirmed: told to both sides, and to the officers who work on what was filed under it. */
export function confirmedInWords({ acceptedAt, details: { confirmation } }: Mandate, names: ReadonlyMap<string, string>, { t, language }: Words): string {
  if (!acceptedAt || !confirmation) return ''
  const time = formats(language).time(acceptedAt)
  if (confirmation.by === 'online') return t('agents:confirmed.online', { time })
  const name = names.get(confirmation.recordedBy) ?? ''
  return confirmation.by === 'code' ? t(`agents:confirmed.${confirmation.channel}`, { time, name, to: confirmation.to }) : t('agents:confirmed.signedPaper', { time, name })
}
