import type { Text } from '../catalogue/definition.ts'

/** Something of his own that the person who is signed in may want to go on with. */
export interface OwnMatter {
  state: 'draft' | 'waiting' | 'running'
  title: Text
  href: string
  /** When it was saved last, or filed. */
  at: string
  /** What is due from him first, a text in `cases:list.duty`, and its day. */
  duty?: { kind: string; on: string } | undefined
}
