import type { Request } from 'express'

/** The route that answered, as it is written in the code; never the path: it may name a case. */
export const routePattern = ({ route, baseUrl }: Pick<Request, 'route' | 'baseUrl'>): string | undefined =>
  route ? `${baseUrl}${String((route as { path: unknown }).path)}` : undefined
