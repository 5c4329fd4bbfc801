import { insert, type WriteSet } from '../../db/statement.ts'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { plan, type Plan } from '../../server/catalogue/plan.ts'
import type { Field } from '../../server/catalogue/definition.ts'
import { asApplicant } from '../../server/cases/act.ts'
import { filedSet, getDossier } from '../../server/cases/case.store.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { filed, newCaseNumber } from '../../server/cases/filing.ts'
import { competentOffices } from '../../server/cases/route.ts'
import { emptyContent, type Draft, type DraftContent, type Value } from '../../server/drafts/draft.ts'
import { insertDraft, listHandedIn } from '../../server/drafts/draft.store.ts'
import { newRegionalId } from '../../server/ids.ts'
import { insertFile } from '../../server/materials/file.store.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { usualHours } from '../../server/limits/office-hours.ts'
import { actorOf } from '../../server/people/person.ts'
import { blankPaper } from '../../server/demo/paper.ts'
import type { Situation } from '../journeys/every-option.ts'
import type { Site } from '../support/portal.ts'

/** Where a planted value stands: whoever meets it elsewhere has seen what is not his. */
export interface Planted {
  number: string
  kind: 'field' | 'material' | 'name' | 'account'
  id: string
}

/** Cases in which every value is one of a kind, so that it is known wherever it turns up. */
export class Planting {
  readonly planted = new Map<string, Planted>()
  #count = 0

  /** What of all that was planted stands in a text. */
  foundIn(text: string): string[] {
    const found = [...text.replaceAll(',', '').matchAll(/ZQ\d{6}W|71\d{6}|19[0-4]\d年\d{1,2}月\d{1,2}日/g)].map(([token]) => token)
    return [...new Set(found)].filter(token => this.planted.has(token))
  }

  #token(what: Planted, shape: 'word' | 'number' | 'day' = 'word'): string {
    const order = ++this.#count
    const day = new Date(Date.UTC(1901, 0, 1) + order * 86_400_000)
    const token = shape === 'word' ? `ZQ${String(order).padStart(6, '0')}W` : shape === 'number' ? `71${String(order).padStart(6, '0')}` : `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`
    this.planted.set(token, what)
    return shape === 'day' ? day.toISOString().slice(0, 10) : token
  }

  #value({ id, type, options }: Field, number: string): Value {
    const what: Planted = { number, kind: 'field', id }
    switch (type) {
      case 'choice': return options?.[0]?.value ?? ''
      case 'choices': return [options?.[0]?.value ?? '']
      case 'yesNo': return 'yes'
      case 'region': return '330106005000'
      case 'date': return this.#token(what, 'day')
      case 'integer': case 'decimal': return this.#token(what, 'number')
      case 'money': return `${this.#token(what, 'number')}00`
      default: return this.#token(what)
    }
  }

  /** Files a situation of a shipped bundle with planted data, papers and account, past the form: what the form would say of such values is not the matter here. */
  async file(site: Site, bundleId: string, { answers, chosen }: Situation): Promise<Dossier> {
    const version = await findPublished(site.db, bundleId)
    if (!version) throw new Error(`${bundleId} is not published`)
    const situation = plan(version.definition, { answers, chosen })
    const number = newCaseNumber('330106', site.clock)
    const account = (id: string) => this.#token({ number, kind: 'account', id })
    const applicant = await site.given({ kind: 'person', name: this.#token({ number, kind: 'name', id: 'name' }), username: `planted.${this.#count}`, identity: { idNumber: account('idNumber'), phone: account('phone'), email: account('email') } })
    const [region, at] = ['330106', site.clock.toISOString()]
    const draft: Draft = {
      id: newRegionalId(region, site.clock.getTime()), region, regionCode: '330106005000', applicantId: applicant.id, authorId: applicant.id, mandateId: null, bundleId, bundleVersionId: version.id, channel: 'online',
      status: 'submitted', mayCommit: true, version: 2, createdAt: at, updatedAt: at, content: this.#content(situation, { answers, chosen }, number, at),
    }
    const ctx = site.ctx(actorOf(applicant))
    const papers = await this.#papers(site, situation, draft, number)
    await site.db.commit([insertDraft(site.vault, draft), ...papers])
    const change = filed({ draft, version, plan: situation, offices: await competentOffices(ctx, draft, situation), applicant: { id: applicant.id, name: applicant.name, index: site.vault.index(number) }, number }, asApplicant(ctx, draft), { calendar: publishedCalendar, hours: usualHours })
    await site.db.commit(filedSet(change, ctx, await listHandedIn(ctx, draft)))
    await site.db.forMigration().updateTable('material').set({ case_id: change.after.theCase.id }).where('draft_id', '=', draft.id).execute()
    return getDossier(site.ctx(), number)
  }

  #content({ fields, materials }: Plan, { answers, chosen }: Situation, number: string, at: string): DraftContent {
    const asked = fields.filter(({ source }) => source.kind !== 'produced').map(({ field }) => field)
    const fetched = materials.filter(({ obtaining }) => obtaining === 'fetched').map(({ material }) => material)
    const paper = (id: string) => ({ document: { number: this.#token({ number, kind: 'material', id }), facts: [{ zh: '事实', en: 'Fact', value: this.#token({ number, kind: 'material', id }) }] }, register: 'household', asOf: at, isContested: false })
    return {
      ...emptyContent(), answers, chosen, values: Object.fromEntries(asked.map(field => [field.id, this.#value(field, number)])), fetched: Object.fromEntries(fetched.map(({ id }) => [id, paper(id)])),
      commitments: Object.fromEntries(materials.filter(({ obtaining }) => obtaining === 'commitment').map(({ material }) => [material.id, at])),
    }
  }

  async #papers(site: Site, { materials }: Plan, { region, id: draftId, applicantId }: Draft, number: string): Promise<WriteSet> {
    const handedIn = materials.filter(({ obtaining }) => !['fetched', 'commitment', 'produced', 'generated'].includes(obtaining))
    const createdAt = site.clock.toISOString()
    const sets = await Promise.all(handedIn.map(async ({ material }) => {
      const what: Planted = { number, kind: 'material', id: material.id }
      const [fileId, name] = [newRegionalId(region, site.clock.getTime()), `${this.#token(what)}.png`]
      const bytes = Buffer.concat([blankPaper(1), Buffer.from(this.#token(what))])
      await site.files.put(fileId, bytes)
      return [
        insertFile(site.vault, { region, id: fileId, ownerId: applicantId, name, mediaType: 'image/png', size: bytes.length, sha256: 'x', createdAt }),
        insert('material', { region, id: newRegionalId(region, site.clock.getTime()), draft_id: draftId, case_id: null, material_id: material.id, source: 'applicant', file_id: fileId, certificate_id: null, sealed: null, created_at: createdAt }),
      ]
    }))
    return sets.flat()
  }
}
