import { Router } from 'express'
import { readTyped } from '../drafts/read-fields.ts'
import { worldFor } from '../drafts/world.ts'
import { openRequests, type Dossier, type Task } from '../cases/case.ts'
import { dayOf } from '../cases/dates.ts'
import { readReason } from './decision.form.ts'
import { resultFields, resultForm } from './decision.view.ts'
import { act, nothing, offer, type AtDesk } from './desk-act.routes.ts'
import { readCorrection, readDelivery, readFinding, readReview } from './follow-up.form.ts'
import { checkCommitment, correctResult, deliver, explainDelay, reopen, repairBreach, revokeDecision } from '../cases/follow-up.ts'
import { deliveryWays } from '../cases/proceedings.ts'
import { longest, readAbout, readRequest } from './request.form.ts'
import { askable, usualAnswerDay } from './request.view.ts'
import { answerOrder, askOffice, cancelRequest } from '../cases/requests.ts'
import type { Body } from '../web/form.ts'

/** What accompanies a decision, and what comes after it. */
export const followUpRoutes = Router()

offer(followUpRoutes, 'task.work', [
  act('askOffice', async (body, { ctx, dossier, task, speaker }) => readRequest(body, await askable(ctx, speaker, dossier, task)), askOffice, {
    form: async ({ ctx, dossier, task, speaker }, typed) => ({ asking: await askable(ctx, speaker, dossier, task), longest, values: { dueOn: typed.dueOn ?? usualAnswerDay(ctx, dossier) } }),
  }),
  act('cancelRequest', (body, { dossier, task }) => readAbout(body, openRequests(dossier, task.id), 'reason'), cancelRequest, {
    form: ({ dossier, task }, typed) => aboutOne(openRequests(dossier, task.id), typed),
  }),
  act('answerOrder', (body, { dossier, task }) => readAbout(body, openOrders(dossier, task), 'answer'), answerOrder, {
    form: ({ dossier, task }, typed) => aboutOne(openOrders(dossier, task), typed),
  }),
  act('explainDelay', body => readReason(body), explainDelay),
  act('deliver', readDelivery, deliver, { form: () => ({ ways: deliveryWays }) }),
  act('checkCommitment', (body, at) => readFinding(body, { today: dayOf(at.ctx.now.toISOString()), mayRectify: mayRectify(at) }), checkCommitment, { form: at => ({ mayRectify: mayRectify(at) }) }),
  act('revokeDecision', body => readReason(body), revokeDecision),
  act('repairBreach', nothing, (ctx, id) => repairBreach(ctx, id)),
  act('correctResult', readOwnCorrection, correctResult, { form: ({ ctx, dossier, task, speaker }, typed) => resultForm(ctx, speaker, dossier, task, typed) }),
  act('reopen', readReview, reopen),
])

const openOrders = ({ orders }: Dossier, { id }: Task) => orders.filter(order => order.taskId === id && order.answeredAt === null)

/** Where only one stands open nobody has to choose. */
const aboutOne = <T extends { id: string }>(open: readonly T[], typed: Record<string, unknown>) => ({ open, values: open.length === 1 ? { id: open[0]?.id } : { id: typed.id } })

const mayRectify = ({ task }: AtDesk): boolean => task.proceedings.commitment?.state === 'due'

async function readOwnCorrection(body: Body, { ctx, dossier, task }: AtDesk) {
  const fields = resultFields(dossier, task)
  return readCorrection(body, fields, await worldFor(ctx, Object.values(readTyped(body, fields))))
}
