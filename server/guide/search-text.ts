/** The words of a query and of what is searched, in Chinese and English. */

const longestQuery = 60

/** Full-width and capital letters alike, punctuation gone, no space beside a Chinese character. */
export function normalised(text: string): string {
  const plain = text.slice(0, 400).normalize('NFKC').toLowerCase().replace(/['’]s?\b/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ')
  return plain.replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '').trim()
}

export const normalisedQuery = (query: string): string => normalised(query).slice(0, longestQuery).trim()

export const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** What is said around the matter, and names none. */
const emptyWords = new Set([
  ...'我 我们 我家 想 要 想要 需要 准备 打算 怎么 怎样 如何 怎么办 办 办理 办事 手续 流程 材料 什么 哪些 哪里 去 在 的 了 吗 呢 啊 和 与 及 有 个 一个 后 时 请问 可以 能 能不能 应该 带 申请 一件事 指南 事项 服务'.split(' '),
  ...'a an the i we my our me you your it is are was be to of for in on at and or with from by how what where when who do does can need want would like get make apply application about matter service services'.split(' '),
])

/** Nothing but such words: “how do I”, which read as pinyin would find something all the same. */
export const saysNothing = (query: string): boolean => query.split(' ').every(word => emptyWords.has(word))

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The words that name the matter. The segmenter takes 社保 or 过户 apart, so neighbouring single
 * characters are put together again, two by two.
 */
export function termsOf(query: string): string[] {
  const terms = new Set<string>()
  let singles = ''
  const closeRun = () => {
    for (let i = 0; i + 2 <= singles.length; i++) terms.add(singles.slice(i, i + 2))
    singles = ''
  }
  for (const { segment, isWordLike } of segmenter.segment(query)) {
    if (isWordLike && isHan(segment) && segment.length === 1 && !emptyWords.has(segment)) {
      singles += segment
      continue
    }
    closeRun()
    if (isWordLike && segment.length > 1 && !emptyWords.has(segment)) terms.add(isHan(segment) ? segment : stem(segment))
  }
  closeRun()
  return [...terms]
}

/** English words without their commonest endings: “babies”, “baby” and “baby's” are one. */
export function stem(word: string): string {
  const short = word.replace(/(?<=.{3})(ies|es|s|ing|ed|e|y)$/, ending => (ending === 'ies' || ending === 'y' ? 'i' : ''))
  return short.length >= 3 ? short : word
}

export const latinWords = (text: string): string[] => (text.match(/[a-z0-9]+/g) ?? []).map(stem)
