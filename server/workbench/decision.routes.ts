import { Router } from 'express'
import { readTyped } from '../drafts/read-fields.ts'
import { worldFor } from '../drafts/world.ts'
import { readReason, readResult } from './decision.form.ts'
import { resultFields, resultForm } from './decision.view.ts'
import { agree, decide, sendBack } from '../cases/decide.ts'
import { act, nothing, offer, type AtDesk } from './desk-act.routes.ts'
import type { Body } from '../web/form.ts'

/** Deciding, alone or with others' agreement. */
export const decisionRoutes = Router()

offer(decisionRoutes, 'task.work', [
  act('approve', readOwnResult, (ctx, id, result) => decide(ctx, id, { outcome: 'approve', result }), {
    form: ({ ctx, dossier, task, speaker }, typed) => resultForm(ctx, speaker, dossier, task, typed),
  }),
  act('refuse', body => readReason(body), (ctx, id, reason) => decide(ctx, id, { outcome: 'refuse', reason })),
  act('agree', nothing, (ctx, id) => agree(ctx, id)),
  act('sendBack', body => readReason(body), sendBack),
])

async function readOwnResult(body: Body, { ctx, dossier, task }: AtDesk) {
  const fields = resultFields(dossier, task)
  return readResult(body, fields, await worldFor(ctx, Object.values(readTyped(body, fields))))
}
