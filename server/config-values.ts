export type Environment = Record<string, string | undefined>

/** Takes a sentence about what is wrong; reading goes on, so that all of it is told at once. */
export type Fault = (message: string) => void

export function integer(env: Environment, name: string, fallback: number, max: number, fault: Fault): number {
  const given = env[name]
  if (given === undefined || given === '') return fallback
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0 || value > max) fault(`${name} must be a whole number from 0 to ${max}, not "${given}".`)
  return value
}

export function secret(env: Environment, name: string, fault: Fault): string {
  const value = env[name] ?? ''
  if (value.length < 32) fault(`${name} is ${value ? 'too short' : 'missing'}: at least 32 characters, for example from "openssl rand -hex 32".`)
  return value
}

export function url(env: Environment, name: string, fault: Fault): string | undefined {
  const value = env[name]
  if (!value) return undefined
  if (!URL.canParse(value) || !/^https?:/.test(value)) fault(`${name} must be an http(s) address, not "${value}".`)
  return value.replace(/\/$/, '')
}

export function readToken(env: Environment, name: string, fault: Fault): string | undefined {
  const token = env[name] || undefined
  if (token !== undefined && !isToken(token)) fault(`${name} is not fit: at least 16 characters without spaces.`)
  return token
}

export const isToken = (token: string): boolean => /^[\x21-\x7e]{16,}$/.test(token)
