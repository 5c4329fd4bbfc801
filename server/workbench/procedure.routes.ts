import { Router } from 'express'
import { act, offer } from './desk-act.routes.ts'
import { mostExtensionOf } from '../cases/procedure-acts.ts'
import { readAboutVisit, readExtension, readExtensionDecision, readFinding, readProcedure, readProlongation, readVisit } from './procedure.form.ts'
import { chairsFor, dueIfExtended, dueIfProlonged, dueIfResumed, dueIfSuspended, hearingDays, joinable, ownVisits, today } from './procedure.view.ts'
import { arrangeVisit, askExtension, cancelVisit, decideExtension, prolong, recordVisit, resume, suspend } from '../cases/procedures.ts'

/** Special procedures, more time, visits to the site. */
export const procedureRoutes = Router()

offer(procedureRoutes, 'task.work', [
  act('suspend', async (body, { ctx, dossier, task }) => readProcedure(body, { dossier, task, today: today(ctx), chairs: await chairsFor(ctx, task) }), suspend, {
    form: async ({ ctx, dossier, task }, { kind, until }) => ({ chairs: await chairsFor(ctx, task), hearing: hearingDays(dossier, today(ctx)), newDueOn: dueIfSuspended(dossier, task, { kind, until }, today(ctx)) }),
  }),
  act('prolong', (body, { ctx, dossier, task }) => readProlongation(body, { dossier, task, today: today(ctx) }), prolong, {
    form: ({ ctx, dossier, task }, { until }) => ({ newDueOn: dueIfProlonged(dossier, task, until, today(ctx)) }),
  }),
  act('resume', body => readFinding(body), (ctx, id, { finding }) => resume(ctx, id, finding), {
    form: ({ ctx, dossier, task }) => ({ newDueOn: dueIfResumed(dossier, task, today(ctx)) }),
  }),
  act('askExtension', (body, { dossier, task }) => readExtension(body, mostExtensionOf(dossier, task)?.value ?? 0), askExtension, {
    form: ({ dossier, task }, { value }) => {
      const most = mostExtensionOf(dossier, task)
      return { most, latestDueOn: dueIfExtended(dossier, task, most?.value ?? 0), newDueOn: dueIfExtended(dossier, task, Number(String(value).normalize('NFKC'))) }
    },
  }),
  act('decideExtension', body => readExtensionDecision(body), decideExtension, {
    form: ({ dossier, task }) => ({ newDueOn: dueIfExtended(dossier, task, task.proceedings.extension?.value ?? 0) }),
  }),
  act('arrangeVisit', (body, { ctx, dossier, task, speaker }) => readVisit(body, today(ctx), task.id, joinable(speaker, dossier, task)), arrangeVisit, {
    form: ({ dossier, task, speaker }) => ({ others: joinable(speaker, dossier, task) }),
  }),
  act('recordVisit', (body, { dossier, task }) => readAboutVisit(body, 'finding', ownVisits(dossier, task)), recordVisit, { form: ({ dossier, task }) => ({ visits: ownVisits(dossier, task) }) }),
  act('cancelVisit', (body, { dossier, task }) => readAboutVisit(body, 'reason', ownVisits(dossier, task)), cancelVisit, { form: ({ dossier, task }) => ({ visits: ownVisits(dossier, task) }) }),
])
