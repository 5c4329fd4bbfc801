import { Router, type Request, type Response } from 'express'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { departmentSide } from './preview-department.view.ts'
import { applicantSide, comparisonSide, previewFrame } from './preview.view.ts'
import { readPreview, walkThrough } from './preview.ts'
import { getProposal } from './proposal.store.ts'
import { surroundings } from './surroundings.ts'
import { workspaceOf } from './workspace.view.ts'

export const previewRoutes = Router()

previewRoutes.get('/admin/proposals/:id/preview', can('catalogue.read'), showPreview)

/** Walks through a proposal's bundle as it would be, or one that its changes touch. Nothing here is saved: the situation stands in the address. */
async function showPreview({ params, query }: Request<{ id: string }>, res: Response) {
  const { ctx, t, text } = res.locals
  const proposal = await getProposal(ctx.db, params.id)
  const around = await surroundings(ctx.db)
  const workspace = workspaceOf(proposal, proposal.text, around, { t, text })
  const { own, followers } = workspace.appraisal
  const outcomes = [...(own ? [own] : []), ...followers]
  const preview = readPreview(query)
  const shown = outcomes.find(({ definition }) => definition.bundle.id === preview.bundle) ?? outcomes[0]
  const touched = shown !== own && workspace.followers.find(({ id }) => id === shown?.definition.bundle.id)
  const head = { density: 'officer', proposal, faults: touched ? touched.findings : workspace.findings.filter(({ severity }) => severity === 'error') }
  if (!shown) return page(res, 'designer/preview-missing', { ...head, title: t('preview:title') })
  const walk = walkThrough(shown.definition, { ...preview, bundle: shown === own ? '' : shown.definition.bundle.id })
  const { proof } = around.prove(shown.definition)
  const side = walk.side === 'applicant' ? await applicantSide(proposal.id, walk, proof, shown.proof !== undefined, res.locals)
    : walk.side === 'departments' ? await departmentSide(proposal.id, walk, res.locals) : comparisonSide(walk, shown, proof)
  page(res, 'designer/preview', { ...head, title: t('preview:of', { bundle: text(shown.definition.bundle.title) }), ...previewFrame(proposal.id, walk, outcomes), ...side })
}
