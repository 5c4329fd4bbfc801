import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type i18n } from 'i18next'

/**
 * The portal's sentences, compiled per language at start.
 *
 * i18next loads, falls back and knows which plural a number takes, but its `t()` costs 2.5 µs a call, most of
 * a page's time; every sentence is therefore cut into its pieces once and looked up in a plain table.
 */

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]
export const defaultLanguage: Language = 'zh-CN'

export type Params = Record<string, unknown>
/** `key` is `namespace:dotted.path`. An unknown key throws: a missing text is a bug, found by `locales.test.ts`. */
export type Translate = (key: string, params?: Params) => string

type Text = string | ((params: Params) => string)

const loaded = new Map<string, Record<Language, Translate>>()

/** The sentences in a folder, read once in the life of a process. */
export function loadTexts(folder: string): Record<Language, Translate> {
  const texts = loaded.get(folder) ?? compiledTexts(folder)
  loaded.set(folder, texts)
  return texts
}

function compiledTexts(folder: string): Record<Language, Translate> {
  const resources = Object.fromEntries(languages.map(language => [language, readNamespaces(join(folder, language))]))
  const instance = i18next.createInstance()
  void instance.init({ resources, lng: defaultLanguage, fallbackLng: defaultLanguage, initAsync: false, interpolation: { escapeValue: false } })
  return Object.fromEntries(languages.map(language => [language, compiled(instance, language, resources[language] ?? {})])) as Record<Language, Translate>
}

function readNamespaces(folder: string): Record<string, object> {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return Object.fromEntries(files.map(name => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8')) as object]))
}

function compiled(instance: i18n, language: Language, namespaces: Record<string, object>): Translate {
  const table = new Map<string, Text>()
  const plurals = instance.services.pluralResolver as { getSuffix(language: Language, count: number): string }
  const form = (key: string, suffix: string): Text => table.get(key + suffix) ?? (table.get(`${key}_other`) as Text)
  for (const [namespace, tree] of Object.entries(namespaces)) {
    for (const [path, sentence] of leaves(tree)) {
      const key = `${namespace}:${path}`
      table.set(key, pieces(sentence))
      const plural = /^(.+)_(?:zero|one|two|few|many|other)$/.exec(key)?.[1]
      if (plural) table.set(plural, params => said(form(plural, plurals.getSuffix(language, Number(params.count))), params))
    }
  }
  return (key, params = {}) => {
    const text = table.get(key)
    if (text === undefined) throw new Error(`no text ${key} in ${language}`)
    return said(text, params)
  }
}

const said = (text: Text, params: Params): string => (typeof text === 'string' ? text : text(params))

export function* leaves(tree: object, prefix = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [prefix + key, value]
    else yield* leaves(value as object, `${prefix}${key}.`)
  }
}

function pieces(sentence: string): Text {
  const parts = sentence.split(/\{\{\s*(\w+)\s*\}\}/)
  if (parts.length === 1) return sentence
  return params => parts.map((part, index) => (index % 2 === 0 ? part : String(params[part] ?? ''))).join('')
}
