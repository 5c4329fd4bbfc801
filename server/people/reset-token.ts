import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, so that a plain hash of it can't be turned back. */
export const newResetToken = (): string => randomBytes(32).toString('base64url')
export const resetHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
