import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import { drawLine, type Line, type LineNode } from '../web/line.ts'
import type { Translate } from '../web/texts.ts'
import { limitText } from './limit-text.ts'

interface Words {
  t: Translate
  text: (text: Text) => string
}

/** How the matter goes: filed once, every department's item, the results handed over together. */
export function processLine({ items, isFinal }: Plan, { departments }: BundleDefinition, { t, text }: Words): Line {
  const waitedFor = new Set(items.flatMap(({ after }) => after))
  const last = items.filter(({ code }) => !waitedFor.has(code)).map(({ code }) => code)
  const nodes: LineNode[] = [
    { id: 'submit', label: t('guide:process.submit'), sub: t('guide:process.submitSub'), state: 'planned', after: [] },
    ...items.map(({ code, item, after, isOptional, isCertain, promisedLimit }) => ({
      id: code,
      label: text(item.name),
      sub: t('guide:process.sub', { department: text((departments[item.department] as { name: Text }).name), limit: limitText(t, promisedLimit) }),
      state: 'planned' as const,
      after: after.length === 0 ? ['submit'] : after,
      notes: [
        ...(item.withoutApplication === undefined ? [] : [t('guide:process.granted')]),
        ...(isOptional ? [t('guide:process.optional')] : !isFinal && !isCertain ? [t('guide:situation.open')] : []),
      ],
    })),
    { id: 'result', label: t('guide:process.result'), sub: t('guide:process.resultSub', { count: items.length }), state: 'planned', after: last },
  ]
  return drawLine(nodes)
}
