import type { Express } from 'express'
import type { Permission } from '../../server/people/permissions.ts'

interface Layer {
  route?: { path: string; methods: Record<string, boolean>; stack: { handle: { permission?: Permission } }[] }
  handle: { stack?: Layer[]; routers?: { stack: Layer[] }[] }
}

export interface Served {
  /** `POST /drafts/:id/submit` */
  route: string
  permission: Permission | 'unguarded'
}

/** Every route of the application with the permission its guard asks for. */
export const routesOf = (app: Express): Served[] => within((app as Express & { router: { stack: Layer[] } }).router.stack)

function within(layers: Layer[]): Served[] {
  return layers.flatMap(({ route, handle }) => {
    if (handle.routers) return handle.routers.flatMap(({ stack }) => within(stack))
    if (handle.stack && !route) return within(handle.stack)
    if (!route) return []
    const permission = route.stack.map(({ handle: { permission } }) => permission).find(Boolean) ?? 'unguarded'
    return Object.keys(route.methods).map(method => ({ route: `${method.toUpperCase()} ${route.path}`, permission }))
  })
}
