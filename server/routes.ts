import type { Router } from 'express'
import { accountRoutes } from './people/account.routes.ts'
import { visitorRoutes } from './people/visitor.routes.ts'

/** Every feature's routes, in the order they are asked. */
export const routers: Router[] = [
  visitorRoutes,
  accountRoutes,
]
