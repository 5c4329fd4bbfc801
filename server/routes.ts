import type { Router } from 'express'

/** Every feature's routes, in the order they are asked. */
export const routers: Router[] = [
]
