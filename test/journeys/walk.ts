import { findPublished } from '../../server/catalogue/bundle.store.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { questionsToAsk } from '../../server/catalogue/condition.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { isOpen, isProposed } from '../../server/cases/lifecycle.ts'
import { blankPaper } from '../../server/demo/paper.ts'
import { askAll, confirmAll } from '../../server/demo/town-confirming.ts'
import type { Matter } from '../../server/demo/town-examples.ts'
import { exampleValue } from '../../server/demo/town-values.ts'
import { typedAs } from '../../server/drafts/field-value.ts'
import { optionalItems, shownFields, situationOf } from '../../server/drafts/situation.ts'
import type { Value } from '../../server/drafts/draft.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { beijingDay } from '../../server/limits/calendar.ts'
import type { Agent } from '../support/agent.ts'
import type { Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { matterOf } from './form-filling.ts'

/** Which answer is given to each question, and whether what is optional is taken. */
export interface Choice {
  name: string
  answer: (options: readonly string[]) => string
  takesOptional: boolean
}

const town = '330106005000'

/** A page that a person could really be shown: anything but 200 fails with the page's own words. */
export function shown(page: ShownPage): ShownPage {
  if (page.status !== 200) throw new Error(page.describe())
  return page
}

/** Walks a bundle over HTTP as its plan says: no page, field or paper is written down here. */
export class Walk {
  readonly site: Site
  readonly applicant: Agent
  readonly definition: BundleDefinition
  readonly #values: Record<string, Value> = {}
  readonly #answers: Record<string, string> = {}
  #chosen: string[] = []

  static async of(site: Site, bundleId: string, applicant: Agent): Promise<Walk> {
    const version = await findPublished(site.db, bundleId)
    if (!version) throw new Error(`${bundleId} is not published`)
    return new Walk(site, applicant, version.definition)
  }

  private constructor(site: Site, applicant: Agent, definition: BundleDefinition) {
    this.site = site
    this.applicant = applicant
    this.definition = definition
  }

  /** From the guide to the receipt; returns the case's number. */
  async file(choice: Choice): Promise<string> {
    const { id } = this.definition.bundle
    shown(await this.applicant.get(paths.bundle(id)))
    shown(await this.applicant.get(paths.checklist(id)))
    shown(await this.applicant.get(paths.start(id)))
    let page = shown(await this.applicant.post(paths.start(id), { region: town }))
    for (let station = 0; station < 60; station++) {
      if (page.path.includes('/receipt')) return /\/cases\/(\d{20})\//.exec(page.path)?.[1] ?? ''
      page = shown(await this.#leave(page, choice))
      if (page.problems().length > 0) throw new Error(page.describe())
    }
    throw new Error(`never came to an end\n${page.describe()}`)
  }

  #leave(page: ShownPage, choice: Choice): Promise<ShownPage> {
    const [, draft = '', station = '', group = ''] = /^\/drafts\/([^/?]+)\/([a-z]+)(?:\/([^/?#]+))?/.exec(page.path) ?? []
    if (station === 'questions') return this.#answerQuestions(page, choice)
    if (station === 'known') return this.applicant.get(page.$('main a.govuk-button').last().attr('href') ?? '')
    if (station === 'sections') return this.#fillIn(page, group)
    if (station === 'materials') return this.#bring(page, draft)
    if (station === 'check') return this.#sign(page, draft)
    throw new Error(`no station of the form\n${page.describe()}`)
  }

  /** Whoever applies together confirms his part before. */
  async #sign(page: ShownPage, draft: string): Promise<ShownPage> {
    const ctx = this.site.ctx(actorOf(this.applicant.person as Person))
    await askAll(ctx, draft)
    await confirmAll(ctx, draft)
    return page.fill({ confirmed: true }).submit()
  }

  #answerQuestions(page: ShownPage, choice: Choice): Promise<ShownPage> {
    const filling: Record<string, string | string[]> = {}
    for (const { id, options } of questionsToAsk(this.definition, this.#answers)) {
      if (page.$(`[name="${id}"]`).length === 0) continue
      this.#answers[id] = filling[id] = choice.answer(options.map(({ value }) => value))
    }
    const body: Record<string, string | string[]> = { _shown: page.$('[name=_shown]').attr('value') ?? '', ...filling }
    if (body._shown?.includes('optional.items')) {
      this.#chosen = choice.takesOptional ? optionalItems(this.definition, { answers: this.#answers }).map(({ code }) => code) : []
      body['optional.items'] = this.#chosen
    }
    return page.submitTo(page.path, body)
  }

  #plan() {
    return situationOf(this.definition, { answers: this.#answers, chosen: this.#chosen })
  }

  #fillIn(page: ShownPage, group: string): Promise<ShownPage> {
    const form = page.fill({})
    for (const { field, constraints } of shownFields(this.#plan(), group)) {
      const controls = page.$(`[name="${field.id}"], [name^="${field.id}."]`).not('[disabled]')
      if (controls.length === 0) continue
      const value = exampleValue(field, constraints, this.#person())
      this.#values[field.id] = value
      const typed = typedAs(field.type, value)
      if (typed.length > 0) form.fill({ [field.type === 'region' ? field.name.zh : field.id]: typed })
    }
    return form.submit()
  }

  async #bring(page: ShownPage, draft: string): Promise<ShownPage> {
    for (const [order, { material, obtaining }] of this.#plan().materials.entries()) {
      if (obtaining === 'produced' || obtaining === 'generated' || obtaining === 'optional') continue
      const action = paths.draftMaterial(draft, material.id)
      const sent = obtaining === 'commitment'
        ? await this.applicant.post(action, { declare: 'commitment', made: 'yes', [`commitment.${material.id}`]: 'yes' })
        : await this.applicant.post(action, {}, { files: [[`file.${material.id}`, { name: `${material.name.zh}.png`, bytes: blankPaper(order), type: 'image/png' }]] })
      shown(sent)
    }
    return page.submitTo(paths.draftMaterials(draft), {})
  }

  #person(): Matter {
    const { person } = this.applicant
    const company = person?.kind === 'organisation'
    const who = { name: company ? '顾承东' : (person?.name ?? ''), phone: '13805710001', sex: 'female' as const, regionCode: town, address: '翠苑三区18幢2单元501室' }
    return { ...matterOf(who, this.#values, beijingDay(this.site.clock)), spouseName: '林知远' }
  }

  /** Officers of the offices take up and grant everything, each when it comes to them. */
  async decideAll(number: string): Promise<Dossier> {
    for (let turn = 0; turn < 60; turn++) {
      const dossier = await getDossier(this.site.ctx(), number)
      const task = dossier.tasks.find(({ status }) => isOpen(status))
      if (!task) return dossier
      await this.#decide(task)
      this.site.pass({ hours: 1 })
    }
    throw new Error(`${number} never comes to an end`)
  }

  async #decide(task: Task): Promise<void> {
    const [department = '', region = ''] = task.officeId.split('@')
    // Where the law asks for two, or for the head, the decision is theirs.
    if (isProposed(task.status)) {
const role = task.status === 'approving' ? 'head' : 'officer'
      const other = await this.site.officer({ department, region, role, username: `second.${role}.${department}.${region}` })
      return void shown(await other.post(paths.deskAct(task.id, 'agree'), {}))
    }
    const officer = await this.site.officer({ department, region })
    if (!shown(await officer.get(paths.desk())).html.includes(task.id)) throw new Error(`${task.itemCode} is not in the queue of ${task.officeId}`)
    shown(await officer.get(paths.deskTask(task.id)))
    shown(await officer.post(paths.deskAct(task.id, 'claim'), {}))
    if (task.status === 'received') shown(await officer.post(paths.deskAct(task.id, 'accept'), {}))
    const page = shown(await officer.get(paths.deskAct(task.id, 'approve')))
    const form = page.fill({}, 'seen')
    for (const id of this.definition.items[task.itemCode]?.result.fields ?? []) {
      const field = this.definition.fields[id]
      if (!field) continue
      const value = exampleValue(field, field, this.#person())
      this.#values[id] = value
      form.fill({ [field.type === 'region' ? field.name.zh : id]: typedAs(field.type, value) })
    }
    const after = shown(await form.submit())
    if (after.problems().length > 0) throw new Error(after.describe())
  }
}
