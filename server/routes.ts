import type { Router } from 'express'
import { certificateRoutes } from './cases/certificate.routes.ts'
import { citizenRoutes } from './cases/citizen.routes.ts'
import { officerRoutes } from './cases/officer.routes.ts'
import { queueRoutes } from './cases/queue.routes.ts'
import { listOwnMatters } from './cases/own-matters.ts'
import { verifyRoutes } from './cases/verify.routes.ts'
import { guideRoutes } from './guide/guide.routes.ts'
import { homeRoutes } from './guide/home.routes.ts'
import { informationRoutes } from './guide/information.routes.ts'
import { regionRoutes } from './guide/region.routes.ts'
import { searchRoutes } from './guide/search.routes.ts'
import { auditRoutes } from './administration/audit.routes.ts'
import { officeAdministrationRoutes } from './administration/offices.routes.ts'
import { peopleAdministrationRoutes } from './administration/people.routes.ts'
import { accountRoutes } from './people/account.routes.ts'
import { visitorRoutes } from './people/visitor.routes.ts'

/** Every feature's routes, in the order they are asked. */
export const routers: Router[] = [
  homeRoutes(listOwnMatters),
  searchRoutes,
  guideRoutes,
  informationRoutes,
  regionRoutes,
  visitorRoutes,
  accountRoutes,
  peopleAdministrationRoutes,
  officeAdministrationRoutes,
  auditRoutes,
  queueRoutes,
  officerRoutes,
  citizenRoutes,
  certificateRoutes,
  verifyRoutes,
]
