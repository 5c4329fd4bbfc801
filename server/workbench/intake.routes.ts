import { Router } from 'express'
import { legalLimits } from '../limits/legal-clocks.ts'
import { countOut } from '../limits/clock.ts'
import { accept, decline, noteDeficiencies, takeBackDeficiencies } from '../cases/accept.ts'
import { dayOf } from '../cases/dates.ts'
import { act, nothing, offer } from './desk-act.routes.ts'
import { isAskedBefore } from '../cases/intake-acts.ts'
import { readDecline, readDeferral, readShortcomings } from './intake.form.ts'
import { noteForm, targetsOf } from './intake.view.ts'

/** What is said of an application when it comes in. */
export const intakeRoutes = Router()

offer(intakeRoutes, 'task.work', [
  act('accept', (body, { ctx }) => readDeferral(body, dayOf(ctx.now.toISOString())), (ctx, id, { until }) => accept(ctx, id, until), {
    form: ({ ctx, dossier }, { until }) => ({ values: { until: until ?? countOut(ctx.now.toISOString(), legalLimits.answer, dossier.calendar).dueOn } }),
  }),
  act('noteDeficiencies', (body, { dossier, task }) => readShortcomings(body, targetsOf(dossier, task), isAskedBefore(task)), noteDeficiencies, {
    form: ({ dossier, task, speaker }) => noteForm(speaker, dossier, task),
  }),
  act('takeBackDeficiencies', nothing, (ctx, id) => takeBackDeficiencies(ctx, id)),
  act('declineToAccept', async (body, { task, speaker: { t } }) => {
    const { data, ...typed } = readDecline(body, isAskedBefore(task))
    // The law has the applicant told where to go (行政许可法第三十二条第一款第二项).
    return data ? { ...typed, data: { ground: data.ground, reason: data.ground === 'notOurPower' ? t('desk:act.declineToAccept.told', { where: data.where, reason: data.reason }) : data.reason } } : typed
  }, decline, { form: ({ task }) => ({ isCorrected: isAskedBefore(task) }) }),
])
