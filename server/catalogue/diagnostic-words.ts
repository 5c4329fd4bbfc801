import type { Params, Translate } from '../web/texts.ts'
import type { Text } from './definition.ts'
import { pathText, type CounterExample, type Diagnostic, type Param } from './diagnostic.ts'

export interface ShownDiagnostic {
  severity: Diagnostic['severity']
  code: string
  /** `bundles/x.yaml:12`, or the thing itself when no file is known. */
  where: string
  line: number | undefined
  path: string
  problem: string
  /** The answers that show it, in words. */
  situation: string | undefined
  remedy: string
}

/** A diagnostic in the reader's language. */
export function shownDiagnostic(diagnostic: Diagnostic, t: Translate, text: (text: Text) => string): ShownDiagnostic {
  const { severity, code, subject, file, line } = diagnostic
  const params = inWords(diagnostic.params, text)
  return {
    severity,
    code,
    where: file ? `${file}:${line ?? 1}` : subject.id,
    line,
    path: pathText(subject.path),
    problem: t(`catalogue:diagnostic.${code}`, params),
    situation: diagnostic.situation && situationInWords(diagnostic.situation, t, text),
    remedy: t(`catalogue:remedy.${code}`, params),
  }
}

/** “父母户籍情况：均在浙江 + …”, or “in every situation” when no answer matters. */
function situationInWords({ answers, chosen }: CounterExample, t: Translate, text: (text: Text) => string): string {
  const parts = [
    ...answers.map(({ question, option }) => t('catalogue:situation.answer', { question: asked(text(question)), option: text(option) })),
    ...chosen.map(item => t('catalogue:situation.chosen', { item: text(item) })),
  ]
  return parts.length === 0 ? t('catalogue:situation.always') : parts.join(t('catalogue:situation.and'))
}

/** A question as the name of what it asks: without its mark, since a colon follows. */
export const asked = (question: string): string => question.replace(/[？?]$/, '')

const inWords = (params: Record<string, Param>, text: (text: Text) => string): Params =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key, word(value, text)]))

function word(value: Param, text: (text: Text) => string): string | number {
  if (typeof value !== 'object') return value
  return 'zh' in value ? text(value) : value.map(text).join(' → ')
}
