import type { Dossier } from '../cases/case.ts'
import type { Letter } from './letter.ts'
import { titleOf } from './listed-letter.ts'
import type { Part, Said } from '../cases/said.ts'
import { inWords, partInWords, type Speech } from '../cases/said-words.ts'
import { partiesOf } from '../cases/party.ts'

/** A letter as it is printed. */
export interface ShownLetter {
  seq: number
  title: string
  number: string
  mark: string
  addressee: string
  /** In which capacity he applied, when for somebody else. */
  capacity: string | undefined
  /** Who filed it for him. */
  filedBy: string | undefined
  paragraphs: string[]
  table: { columns: string[]; rows: string[][] } | undefined
  then: string[]
  basis: string | undefined
  appeals: string[]
  office: string
  at: string
  /** The last published day of the calendar, where a date of the letter lies past it. */
  presumedAfter: string | undefined
}

export function shownLetter(dossier: Pick<Dossier, 'theCase' | 'plan' | 'version'>, letter: Letter, speech: Speech): ShownLetter {
  const { t } = speech
  const { theCase } = dossier
  const { capacity } = partiesOf(dossier)
  const paragraph = (one: Said) => inWords(one, speech)
  return {
    seq: letter.seq,
    title: titleOf(letter, speech),
    number: letter.number,
    mark: letter.mark,
    addressee: t('letters:to', { name: theCase.applicantName }),
    capacity: capacity && t('confirmations:capacity.letter', { capacity: speech.text(capacity.name) }),
    filedBy: speech.filedBy?.words,
    paragraphs: letter.says.map(paragraph),
    table: letter.table && {
      columns: letter.table.columns.map(column => t(`letters:column.${column}`)),
      rows: letter.table.rows.map(row => row.map(cell => String(partInWords(cell, speech)))),
    },
    then: letter.then.map(paragraph),
    basis: basisOf(letter, speech),
    appeals: appealsOf(letter, speech),
    office: String(partInWords({ office: letter.officeId }, speech)),
    at: letter.at,
    presumedAfter: isPresumed(letter, speech.knownUntil) ? speech.knownUntil : undefined,
  }
}

/** The Licensing Law rules permits; what is no permit follows it by reference (参照). */
function basisOf({ basis, isPermit }: Letter, { t }: Speech): string | undefined {
  const named = basis.map(one => ({ isReference: typeof one === 'string' && one.startsWith('licensing') && !isPermit, name: typeof one === 'string' ? t(`letters:law.${one}`) : one.words }))
  const listed = (isReference: boolean) => named.filter(one => one.isReference === isReference).map(({ name }) => name).join(t('components:listSeparator'))
  const [direct, reference] = [listed(false), listed(true)]
  if (direct && reference) return t('letters:basisBoth', { direct, reference })
  return direct ? t('letters:basis', { direct }) : reference ? t('letters:reference', { reference }) : undefined
}

function appealsOf({ kind, appeals }: Letter, speech: Speech): string[] {
  return appeals.map(({ item, decidedAt, reconsideration, lawsuit }) => {
    const days: Record<string, Part> = { reconsideration: { dueOn: reconsideration }, lawsuit: { dueOn: lawsuit } }
    if (kind !== 'conclusion') return inWords({ key: 'letters:appeal.one', parts: days }, speech)
    return inWords({ key: 'letters:appeal.of', parts: { ...days, item: { items: [item] }, decided: { day: decidedAt } } }, speech)
  })
}

function isPresumed({ says, then, table, appeals }: Letter, knownUntil: string): boolean {
  const parts = [...[...says, ...then].flatMap(one => Object.values(one.parts)), ...(table?.rows.flat() ?? [])]
  return parts.some(part => 'dueOn' in part && part.dueOn > knownUntil) || appeals.some(({ reconsideration, lawsuit }) => reconsideration > knownUntil || lawsuit > knownUntil)
}
