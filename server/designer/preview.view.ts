import type { Ctx } from '../context.ts'
import { checkNames } from '../catalogue/verify.ts'
import type { Effort } from '../catalogue/plan-effort.ts'
import { plan } from '../catalogue/plan.ts'
import type { Proof } from '../catalogue/version.ts'
import { formSections, guideOf } from '../guide/guide.ts'
import { processLine } from '../guide/process-line.ts'
import { questionName } from '../guide/situation.ts'
import { maxFilesOfMaterial } from '../drafts/hand-in.ts'
import { acceptedTypes, maxFileMegabytes } from '../materials/upload.ts'
import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { tangle } from '../web/tangle.ts'
import type { Outcome } from './appraise.ts'
import { previewEntered, previewKnown, previewMaterials, previewSection } from './preview-form.view.ts'
import { askedEntry, firstAnswers, itemsName, placeEntries, previewSides, queryOf, queryTo, situationEntries, type PreviewStop, type WalkThrough } from './preview.ts'

type Locals = Pick<RequestLocals, 't' | 'text'> & { ctx: Pick<Ctx, 'db'> }

/** What every side of a preview shows: the situation and how to change it, and the ways to the others. */
export function previewFrame(proposalId: string, walk: WalkThrough, outcomes: readonly Outcome[]) {
  const { plan, offered, chosen, definition } = walk
  const to = (place: Partial<WalkThrough>) => paths.proposalPreview(proposalId, queryTo(walk, place))
  const place = placeEntries(walk)
  // The guide asks the questions only: what was ticked goes along. Elsewhere it is asked with them.
  const ticked = walk.side === 'applicant' && walk.stop === 'guide' ? situationEntries({ ...walk, answers: {} }) : offered.length > 0 ? [askedEntry] : []
  return {
    to,
    walk,
    definition,
    bundle: definition.bundle,
    plan,
    offered,
    itemsName,
    isAllOptional: walk.isAllOptional,
    departments: definition.departments,
    values: { ...Object.fromEntries(Object.entries(plan.answers).map(([question, answer]) => [questionName(question), answer])), [itemsName]: chosen ?? offered.map(({ code }) => code) },
    others: outcomes.map(({ definition: { bundle } }) => bundle).filter(({ id }) => id !== definition.bundle.id).map(({ id, title }) => ({ title, href: paths.proposalPreview(proposalId, queryOf([['bundle', id]])) })),
    sides: previewSides.map(side => ({ side, href: to({ side, stop: walk.side === 'applicant' ? walk.stop : 'guide' }), current: side === walk.side })),
    asking: {
      action: `${paths.proposalPreview(proposalId)}#situation`,
      clear: `${paths.proposalPreview(proposalId, queryOf(place))}#situation`,
      hidden: [...place, ...ticked].map(([name, value]) => ({ name, value })),
    },
    /** The page with every question answered: the quickest way to see a whole. */
    answered: `${paths.proposalPreview(proposalId, queryOf([...place, ...situationEntries({ answers: firstAnswers(definition), chosen: undefined, offered: [] })]))}#situation`,
  }
}

/** The applicant's way: where he is on it, and his page there. */
export async function applicantSide(proposalId: string, walk: WalkThrough, proof: Proof, isProved: boolean, { t, text, ctx }: Locals) {
  const to = (place: Partial<WalkThrough>) => paths.proposalPreview(proposalId, queryTo(walk, { side: 'applicant', ...place }))
  const at = walk.stops.indexOf(walk.stop)
  const stopName = (stop: PreviewStop) => t(stop === 'guide' || stop === 'after' ? `preview:stop.${stop}` : `drafts:station.${stop}`)
  const around = (step: number) => { const stop = walk.stops[at + step]; return stop && { name: stopName(stop), href: to({ stop }) } }
  const sections = formSections(walk.plan).filter(({ group }) => walk.plan.fields.some(one => one.group.id === group.id && one.source.kind !== 'produced'))
  return {
    ...guideOf(walk.definition, walk.plan, t),
    ...(await screenOf(walk, { t, text, ctx })),
    steps: walk.stops.map((stop, index) => ({ label: stopName(stop), state: index === at ? 'current' : index < at ? 'done' : 'open', href: to({ stop }) })),
    before: around(-1),
    next: around(1),
    groups: sections.map(({ group }) => ({ text: text(group.name), href: to({ stop: 'section', group: group.id }), current: group.id === walk.group })),
    group: walk.definition.groups.find(({ id }) => id === walk.group),
    line: processLine(walk.plan, walk.definition, { t, text }),
    tangle: tangle(walk.plan.before.departments, walk.plan.before.visits),
    proof,
    isProved,
    proven: checkNames.filter(name => proof.checks.includes(name)),
    days: walk.plan.now.days,
  }
}

/** What only the page of one station reads. */
async function screenOf(walk: WalkThrough, { t, text, ctx }: Locals): Promise<object> {
  const words = { t, text }
  switch (walk.stop) {
    case 'known': return { sources: previewKnown(walk, words) }
    case 'section': return { fields: await previewSection(walk, ctx.db, words) }
    case 'materials': return { cards: previewMaterials(walk, words), draft: { id: 'preview' }, fileName: (id: string) => `file.${id}`, commitmentName: (id: string) => `commitment.${id}`, acceptedTypes, maxFileMegabytes, maxFilesOfMaterial }
    case 'check': return { entered: previewEntered(walk, words) }
    case 'after': return { results: walk.plan.items.map(({ item }) => ({ name: text(item.result.name), item: text(item.name), isCertificate: item.result.certificate, isGranted: item.withoutApplication !== undefined })) }
    default: return {}
  }
}

/** The situation's numbers: each item on its own, as it is in use, and as it would be. */
export function comparisonSide(walk: WalkThrough, { current, proof: proved }: Outcome, proof: Proof) {
  const used = current && plan(current.definition, walk)
  const measures = ['forms', 'materials', 'departments', 'visits', 'days'] as const satisfies (keyof Effort)[]
  const asked = (one: WalkThrough['plan']) => formSections(one).reduce((sum, section) => sum + section.asked.length, 0)
  const row = (name: string, apart: number | undefined, inUse: number | undefined, proposed: number) => ({ name, apart, inUse, proposed, change: inUse === undefined ? undefined : proposed - inUse })
  return {
    tangle: tangle(walk.plan.before.departments, walk.plan.before.visits),
    current,
    isProved: proved !== undefined,
    isUsedFinal: used?.isFinal ?? true,
    used,
    rows: [
      ...measures.map(name => row(name, walk.plan.before[name], used?.now[name], walk.plan.now[name])),
      row('asked', undefined, used && asked(used), asked(walk.plan)),
      row('items', undefined, used?.items.length, walk.plan.items.length),
    ],
    overall: [
      row('maxVisits', undefined, current?.proof.maxVisits, proof.maxVisits),
      row('longestPathDays', undefined, current?.proof.longestPathDays, proof.longestPathDays),
      row('combinations', undefined, current?.proof.combinations, proof.combinations),
    ],
  }
}
