import type { Db } from '../../db/connect.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import { emptyContent } from '../drafts/draft.ts'
import { fieldBox } from '../drafts/field-box.ts'
import { materialState } from '../drafts/material-state.ts'
import { contestName } from '../drafts/section.ts'
import { shownFields } from '../drafts/situation.ts'
import type { RequestLocals } from '../web/locals.ts'
import type { WalkThrough } from './preview.ts'

type Words = Pick<RequestLocals, 't' | 'text'>

/** The pages of the one form, as `views/drafts` draws them, before anybody has filled anything in. */

/** Who knows a datum or holds a paper, in the words of the form; undefined for what is asked. */
function originOf({ definition }: WalkThrough, { source }: PlannedField, { t, text }: Words): string | undefined {
  if (source.kind === 'account') return t('drafts:known.account')
  if (source.kind !== 'register') return undefined
  const register = definition.registers[source.register]
  return register ? text(register.name) : source.register
}

export async function previewSection(walk: WalkThrough, db: Db, words: Words) {
  const fields = shownFields(walk.plan, walk.group)
  return Promise.all(fields.map(async planned => {
    const origin = originOf(walk, planned, words)
    const box = await fieldBox(db, planned, '', words.text)
    return {
      box: origin ? { ...box, optional: false, why: undefined } : box,
      known: origin ? { value: words.t('preview:value.known'), source: origin, isFromAccount: planned.source.kind === 'account', isContested: false } : undefined,
      contest: contestName(planned.field.id),
    }
  }))
}

/** Everything that would be known already, by who knows it. */
export function previewKnown(walk: WalkThrough, words: Words) {
  const { t, text } = words
  const known = shownFields(walk.plan).flatMap(planned => { const origin = originOf(walk, planned, words); return origin ? [{ origin, row: { key: text(planned.field.name), value: t('preview:value.known') } }] : [] })
  const papers = walk.plan.materials.filter(({ obtaining }) => obtaining === 'fetched').map(planned => ({ origin: holderOf(walk, planned, words), paper: text(planned.material.name) }))
  return [...new Set([...known, ...papers].map(({ origin }) => origin))].map(name => ({
    name, outcome: 'found', rows: known.filter(({ origin }) => origin === name).map(({ row }) => row), papers: papers.filter(({ origin }) => origin === name).map(({ paper }) => paper),
  }))
}

/** Where a paper that nobody has to bring comes from. */
function holderOf({ definition }: WalkThrough, { material }: PlannedMaterial, { t, text }: Words): string {
  const register = material.register && definition.registers[material.register.id]
  return register ? text(register.name) : t('preview:wallet')
}

export function previewMaterials(walk: WalkThrough, words: Words) {
  const cards = walk.plan.materials.map(planned => cardOf(walk, planned, words))
  return {
    theirs: cards.filter(({ takesFiles }) => takesFiles),
    found: cards.filter(({ standing }) => standing === 'fetched'),
    ours: cards.filter(({ takesFiles, standing }) => !takesFiles && standing !== 'fetched'),
  }
}

function cardOf(walk: WalkThrough, planned: PlannedMaterial, words: Words) {
  const { t, text } = words
  const { material, obtaining, needs } = planned
  const hint = material.hint && text(material.hint)
  return {
    id: material.id, name: text(material.name), obtaining, standing: standingOf(planned),
    explanation: obtaining === 'fetched' ? [t('preview:fetched', { holder: holderOf(walk, planned, words) }), hint].filter(Boolean).join(' ') : hint,
    reason: { items: [...new Set(needs.map(({ itemName }) => text(itemName)))], basis: [...new Set(needs.flatMap(need => need.basis ?? []))] },
    papers: [], wallet: [], fetched: undefined, byHand: undefined, isCommitted: false, isDeferred: false, isHeld: false,
    producedBy: producerName(walk, planned, words),
    takesFiles: ['handIn', 'deferrable', 'optional', 'commitment'].includes(obtaining),
  }
}

/** In a preview every register answers. */
const standingOf = (planned: PlannedMaterial) => (planned.obtaining === 'fetched' ? 'fetched' : materialState(planned, emptyContent(), []))

const producerName = ({ definition }: WalkThrough, { producedBy }: PlannedMaterial, { text }: Words): string | undefined => {
  const item = producedBy === undefined ? undefined : definition.items[producedBy]
  return item && text(item.name)
}

/** The list that is checked and signed. */
export function previewEntered(walk: WalkThrough, words: Words) {
  const { t, text } = words
  const { plan } = walk
  const value = (planned: PlannedField) => ({ key: text(planned.field.name), value: t(originOf(walk, planned, words) ? 'preview:value.known' : planned.isRequired ? 'preview:value.typed' : 'preview:value.optional'), source: originOf(walk, planned, words) })
  return {
    questions: plan.questions.map(({ id, name, options }) => {
      const option = options.find(one => one.value === plan.answers[id])
      return { key: text(name), value: option ? text(option) : t('drafts:check.empty'), actions: [] }
    }),
    optional: plan.items.filter(({ isOptional }) => isOptional).map(({ item }) => text(item.name)),
    sections: [...Map.groupBy(shownFields(plan), ({ group }) => group)].map(([group, fields]) => ({ group, rows: fields.map(value) })),
    materials: plan.materials.map(planned => ({ key: text(planned.material.name), value: t(`drafts:standing.${standingOf(planned)}`, { item: producerName(walk, planned, words) ?? '', papers: '' }) })),
  }
}
