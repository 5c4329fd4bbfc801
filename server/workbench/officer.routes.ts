import { Router } from 'express'
import { listOfficersAt } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { claim, handOver } from '../cases/claim.ts'
import { readHandOver, readReason } from './decision.form.ts'
import { act, nothing, offer, showTask, type ById } from './desk-act.routes.ts'
import { reveal } from '../cases/reveal.ts'

/** A task on the desk, and whose it is. What is done with it stands beside, by its part of the procedure. */
export const officerRoutes = Router()

officerRoutes.get('/desk/tasks/:id', can('task.read'), (req: ById, res) => showTask(req, res))

offer(officerRoutes, 'task.work', [
  act('claim', nothing, (ctx, id) => claim(ctx, id)),
  act('reveal', body => readReason(body, 200), reveal),
])

offer(officerRoutes, 'task.handOver', [
  act('handOver', async (body, { ctx, task }) => readHandOver(body, await listOfficersAt(ctx, task.officeId)), (ctx, id, { to }) => handOver(ctx, id, to), {
    form: async ({ ctx, task }) => ({ colleagues: (await listOfficersAt(ctx, task.officeId)).filter(({ id }) => id !== task.assigneeId) }),
  }),
])
