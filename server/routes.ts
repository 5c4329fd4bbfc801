import type { Router } from 'express'
import { certificateRoutes } from './progress/certificate.routes.ts'
import { accessLogRoutes } from './progress/access-log.routes.ts'
import { citizenRoutes } from './progress/citizen.routes.ts'
import { sharedRoutes } from './progress/shared.routes.ts'
import { needsFile } from './cases/files.ts'
import { deferredRoutes } from './progress/deferred.routes.ts'
import { assistRoutes } from './workbench/assist.routes.ts'
import { counterRoutes } from './workbench/counter.routes.ts'
import { confirmAccountRoutes } from './workbench/confirm-account.routes.ts'
import { counterCorrectionRoutes } from './workbench/counter-correction.routes.ts'
import { counterIntakeRoutes } from './workbench/counter-intake.routes.ts'
import { decisionRoutes } from './workbench/decision.routes.ts'
import { intakeRoutes } from './workbench/intake.routes.ts'
import { followUpRoutes } from './workbench/follow-up.routes.ts'
import { officerRoutes } from './workbench/officer.routes.ts'
import { requestRoutes } from './workbench/request.routes.ts'
import { procedureRoutes } from './workbench/procedure.routes.ts'
import { queueRoutes } from './workbench/queue.routes.ts'
import { listOwnMatters } from './progress/own-matters.ts'
import { filedDraftRoutes } from './progress/filed-draft.routes.ts'
import { letterRoutes } from './letters/letter.routes.ts'
import { submit } from './cases/submit.ts'
import { supplementRoutes } from './progress/supplement.routes.ts'
import { withdrawRoutes } from './progress/withdraw.routes.ts'
import { verifyRoutes } from './progress/verify.routes.ts'
import { catalogueRoutes } from './catalogue/admin.routes.ts'
import { thingRoutes } from './catalogue/things.routes.ts'
import { partRoutes } from './designer/part.routes.ts'
import { previewRoutes } from './designer/preview.routes.ts'
import { journalRoutes } from './designer/journal.routes.ts'
import { proposalRoutes } from './designer/proposal.routes.ts'
import { walkthroughRoutes } from './designer/walkthrough.routes.ts'
import { signOffRoutes } from './designer/sign-off.routes.ts'
import { versionRoutes } from './catalogue/versions.routes.ts'
import { checkRoutes } from './drafts/check.routes.ts'
import { confirmationRoutes } from './drafts/confirmation.routes.ts'
import { isPartyToFile } from './drafts/draft.store.ts'
import { draftRoutes } from './drafts/draft.routes.ts'
import { materialsRoutes } from './drafts/materials.routes.ts'
import { questionsRoutes } from './drafts/questions.routes.ts'
import { sectionRoutes } from './drafts/section.routes.ts'
import { startRoutes } from './drafts/start.routes.ts'
import { guideRoutes } from './guide/guide.routes.ts'
import { homeRoutes } from './guide/home.routes.ts'
import { proofRoutes } from './guide/proof.routes.ts'
import { internalRoutes } from './guide/internal.routes.ts'
import { informationRoutes } from './guide/information.routes.ts'
import { regionRoutes } from './guide/region.routes.ts'
import { searchRoutes } from './guide/search.routes.ts'
import { readingsAuditRoutes } from './administration/readings.routes.ts'
import { auditRoutes } from './administration/audit.routes.ts'
import { officeHoursRoutes } from './administration/office-hours.routes.ts'
import { officeAdministrationRoutes } from './administration/offices.routes.ts'
import { peopleAdministrationRoutes } from './administration/people.routes.ts'
import { calendarRoutes } from './limits/calendar.routes.ts'
import { ownsFile } from './materials/file-access.ts'
import { fileRoutes } from './materials/file.routes.ts'
import { inboxRoutes } from './notify/inbox.routes.ts'
import { noticesRoutes } from './notify/notices.routes.ts'
import { lineState } from './cases/progress.ts'
import { whyDate } from './cases/why-date.ts'
import { historyRoutes } from './history/history.routes.ts'
import { exportRoutes } from './supervision/export.routes.ts'
import { openRoutes } from './supervision/public.routes.ts'
import { supervisorRoutes } from './supervision/supervisor.routes.ts'
import { mandateRoutes } from './agents/mandate.routes.ts'
import { doneUnderMandate } from './progress/done-under-mandate.view.ts'
import { keepingRoutes } from './privacy/keeping.routes.ts'
import { ownDataRoutes } from './privacy/own-data.routes.ts'
import { accountRoutes } from './people/account.routes.ts'
import { confirmEmailRoutes } from './people/confirm-email.routes.ts'
import { confirmRoutes } from './people/confirm.routes.ts'
import { forgottenRoutes } from './people/forgotten.routes.ts'
import { secondStepRoutes } from './people/second-step.routes.ts'
import { securityRoutes } from './people/security.routes.ts'
import { signOnRoutes } from './people/sign-on.routes.ts'
import { deviceRoutes } from './people/device.routes.ts'
import { visitorRoutes } from './people/visitor.routes.ts'

/** Every feature's routes, in the order they are asked. */
export const routers: Router[] = [
  homeRoutes(listOwnMatters),
  internalRoutes(listOwnMatters),
  searchRoutes,
  guideRoutes,
  proofRoutes,
  informationRoutes,
  regionRoutes,
  visitorRoutes,
  secondStepRoutes,
  forgottenRoutes,
  signOnRoutes,
  accountRoutes,
  securityRoutes,
  confirmRoutes,
  ownDataRoutes,
  confirmEmailRoutes,
  deviceRoutes,
  inboxRoutes,
  noticesRoutes,
  peopleAdministrationRoutes,
  officeAdministrationRoutes,
  calendarRoutes,
  officeHoursRoutes,
  keepingRoutes,
  auditRoutes,
  readingsAuditRoutes,
  catalogueRoutes,
  versionRoutes,
  thingRoutes,
  walkthroughRoutes,
  proposalRoutes,
  previewRoutes,
  journalRoutes,
  signOffRoutes,
  partRoutes,
  queueRoutes,
  officerRoutes,
  intakeRoutes,
  decisionRoutes,
  procedureRoutes,
  followUpRoutes,
  requestRoutes,
  counterRoutes,
  assistRoutes,
  confirmAccountRoutes,
  counterIntakeRoutes,
  counterCorrectionRoutes,
  mandateRoutes(doneUnderMandate),
  startRoutes,
  filedDraftRoutes,
  draftRoutes,
  questionsRoutes,
  sectionRoutes,
  materialsRoutes,
  checkRoutes(submit),
  confirmationRoutes,
  fileRoutes([ownsFile, isPartyToFile, needsFile]),
  letterRoutes,
  supplementRoutes,
  deferredRoutes,
  withdrawRoutes,
  citizenRoutes,
  accessLogRoutes,
  sharedRoutes,
  historyRoutes,
  certificateRoutes,
  verifyRoutes,
  exportRoutes,
  supervisorRoutes({ whyDate, lineState }),
  openRoutes,
]
