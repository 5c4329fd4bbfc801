import { createRequire } from 'node:module'
import type * as core from '@zxcvbn-ts/core'
import type * as commonWords from '@zxcvbn-ts/language-common'
import type * as englishWords from '@zxcvbn-ts/language-en'
import { pinyin } from 'pinyin-pro'
import { habits, names, syllables } from './password-habits.ts'
import { longestPassword, shortestPassword } from './password.ts'

/**
 * How hard a password is to guess, estimated the way guessers work: words, names, dates, keyboard rows
 * and habits are few, whatever capitals and signs they are dressed in. There is no rule about kinds of
 * characters (NIST SP 800-63B 3.1.1.2, ASVS 6.2.5).
 */

/** Why a password is not taken; each has a sentence that says how to better it. */
export type PasswordFault =
  | 'passwordShort' | 'passwordLong' | 'passwordOwnData' | 'passwordCommon' | 'passwordHabit'
  | 'passwordName' | 'passwordDate' | 'passwordSequence' | 'passwordRepeat' | 'passwordGuessable'

/** A thousand million guesses: far beyond what sign-in lets be tried, and months for whoever stole the hashes. */
const enough = 1e9
/** What follows can only make it stronger, and would cost time to look at. */
const lookedAt = 40

export function passwordFault(password: string, own: readonly (string | undefined)[]): PasswordFault | undefined {
  if ([...password].length < shortestPassword) return 'passwordShort'
  if (password.length > longestPassword) return 'passwordLong'
  const normal = password.normalize('NFKC')
  const words = ownWords(own)
  if (words.some(word => normal.toLowerCase().includes(word))) return 'passwordOwnData'
  const result = estimator().check(withoutNumbers(normal).slice(0, lookedAt), words)
  return result.guesses >= enough ? undefined : whyWeak(result)
}

/** One's own names and numbers as they would be tried: also in pinyin, the last six digits, the birthday. */
function ownWords(own: readonly (string | undefined)[]): string[] {
  const given = own.filter(one => one !== undefined && one !== '') as string[]
  const inPinyin = given.filter(one => /\p{Script=Han}/u.test(one)).flatMap(name => {
    const read = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'removed', v: true }) as string[]
    return [read.join(''), read.slice(1).join('')]
  }).filter(one => one.length >= 5)
  const parts = given.flatMap(one => [one, ...(/\d{6}/.test(one) ? [one.slice(-6), one.slice(6, 14)] : [])])
  return [...parts, ...inPinyin].filter(one => [...one].length >= 2).map(one => one.toLowerCase())
}

/** Eleven digits of a telephone and eighteen of an identity card are no secret: each counts as one character. */
const withoutNumbers = (password: string): string => password.replace(/\d{17}[\dXx]/g, '0').replace(/1[3-9]\d{9}/g, '1')

/** The part that fills most of the password says what is wrong with it. */
function whyWeak({ sequence }: core.ZxcvbnResult): PasswordFault {
  const [first] = [...sequence].filter(({ pattern }) => pattern !== 'bruteforce' && pattern !== 'separator').sort((a, b) => b.token.length - a.token.length)
  if (!first) return 'passwordGuessable'
  if (first.pattern === 'repeat') return 'passwordRepeat'
  if (first.pattern === 'sequence' || first.pattern === 'spatial' || first.pattern === 'wordSequence') return 'passwordSequence'
  if (first.pattern === 'date' || first.pattern === 'regex') return 'passwordDate'
  const dictionary = String((first as { dictionaryName?: string }).dictionaryName ?? '').split('-')[0]
  if (dictionary === 'habits') return 'passwordHabit'
  if (dictionary === 'names' || dictionary === 'firstnames' || dictionary === 'lastnames') return 'passwordName'
  if (dictionary === 'passwords') return 'passwordCommon'
  return dictionary === 'userInputs' ? 'passwordOwnData' : 'passwordGuessable'
}

let made: core.ZxcvbnFactory | undefined

/** Made when the first new password comes: the word lists take a third of a second to load. */
function estimator(): core.ZxcvbnFactory {
  if (made) return made
  const load = createRequire(import.meta.filename)
  const { ZxcvbnFactory: Factory } = load('@zxcvbn-ts/core') as typeof core
  const common = load('@zxcvbn-ts/language-common') as typeof commonWords
  const english = load('@zxcvbn-ts/language-en') as typeof englishWords
  const most = (words: readonly (string | number)[] = [], count: number) => words.slice(0, count)
  made = new Factory({
    dictionary: {
      habits, names: names(), syllables,
      passwords: most(common.dictionary['passwords-common'], 30_000),
      commonWords: most(english.dictionary['commonWords-en'], 20_000),
      firstnames: most(english.dictionary['firstnames-en'], 5_000),
      lastnames: most(english.dictionary['lastnames-en'], 10_000),
    },
    graphs: common.adjacencyGraphs,
    maxLength: lookedAt,
    l33tMaxSubstitutions: 10,
  })
  return made
}
