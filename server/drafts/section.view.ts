import type { Db } from '../../db/connect.ts'
import { formats } from '../web/formats.ts'
import type { RequestLocals } from '../web/locals.ts'
import { fieldBox, type FieldBox } from './field-box.ts'
import { knownShown, silentRegisters, type KnownShown } from './known.view.ts'
import { contestName, marksOf, shownIn } from './section.ts'
import { shownFields } from './situation.ts'
import { wordsFor } from './value-words.ts'
import type { Work } from './work.ts'

export interface SectionField {
  box: FieldBox
  known: KnownShown | undefined
  contest: string
}

type Locals = Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>

/** A section of the form: its fields with what is known of them, and what stands in every control. */
export async function sectionView(work: Work, group: string, { ctx, t, text, language }: Locals) {
  const { content } = work.draft
  const fields = shownFields(work.plan, group)
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), fields.map(({ field }) => content.known[field.id]?.value))
  const shown = await Promise.all(fields.map(async (planned): Promise<SectionField> => ({
    box: await ownBox(ctx.db, work, planned, text),
    known: knownShown(work, planned, words, ctx.now),
    contest: contestName(planned.field.id),
  })))
  const contests = fields.map(({ field }) => [contestName(field.id), content.known[field.id]?.isContested ? 'yes' : ''])
  return {
    fields: shown,
    values: Object.fromEntries([...fields.map(planned => [planned.field.id, shownIn(content, planned)]), ...contests]) as Record<string, unknown>,
    drawn: JSON.stringify(marksOf(content, fields)),
    silent: silentRegisters(work, words, fields),
  }
}

/** Where something is known, a control appears only to contradict it, and then it has to be filled in. */
async function ownBox(db: Db, { draft: { content } }: Work, planned: ReturnType<typeof shownFields>[number], text: Locals['text']): Promise<FieldBox> {
  const box = await fieldBox(db, planned, shownIn(content, planned), text)
  return content.known[planned.field.id] ? { ...box, optional: false, why: undefined } : box
}
