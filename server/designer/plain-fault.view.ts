import type { Words } from '../catalogue/definition-words.ts'
import type { Diagnostic, Path } from '../catalogue/diagnostic.ts'
import { controlAt } from './part.form.ts'
import { lists, type Part } from './part.ts'

/**
 * A fault in the shape of a part, said with the labels of its page. The compiler speaks to whoever
 * writes YAML (“缺少 items”, indentation); an administrator has filled in a form.
 */
export function plainFault({ code, params }: Diagnostic, part: Part, rest: Path, words: Words): { problem: string; remedy: string } | undefined {
  const what = labelAt(part, rest, words)
  const { t } = words
  if (!what) return undefined
  const label = inItsLanguage(what, rest, words)
  const isNumber = params.expected === 'number' || code === 'tooSmall' || code === 'tooBig'
  if (code === 'missing' || (code === 'tooShort' && params.minimum === 1)) return { problem: t('designer:plain.missing', { label }), remedy: t(`designer:plain.${rest[0] === 'items' && part === 'bundle' ? 'noItems' : 'fillIn'}`) }
  if (code === 'tooShort' && rest.at(-1) === 'options') return { problem: t('designer:plain.fewOptions'), remedy: t('designer:plain.fillIn') }
  return isNumber ? { problem: t('designer:plain.number', { label }), remedy: t('designer:plain.numberIn') } : undefined
}

function labelAt(part: Part, rest: Path, { t }: Words): string | undefined {
  const list = part in lists ? Object.keys(lists[part as keyof typeof lists]).find(one => rest.join('.') === one) : undefined
  if (list) return t(`designer:list.${list.replace('.', '-')}`)
  const control = controlAt(part, rest)
  return control && t(`designer:control.${part}.${control.name.replaceAll('.', '-')}`)
}

const inItsLanguage = (label: string, rest: Path, { t }: Words): string => {
  const language = rest.at(-1)
  return language === 'zh' || language === 'en' ? t('designer:inLanguage', { label, language: t(`designer:language.${language}`) }) : label
}
