import { hash, verify } from '@node-rs/argon2'

/** Argon2id as OWASP advises for a web server: 19 MiB, two passes, one lane. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const shortestPassword = 10
/** Longer ones would only cost time to hash. */
export const longestPassword = 128

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), strength)

/** The hash of a password nobody knows: checked when there is no account, so that both answers take the same time. */
let unknown: Promise<string> | undefined

/** Whether the password is the one behind the hash; without a hash it takes as long and says no. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  // Made by the first try, whoever tries: made for the first unknown name it would tell that there is no such account.
  const nobodys = await (unknown ??= hashPassword(`${Math.random()}${process.hrtime.bigint()}`))
  const right = await verify(passwordHash || nobodys, password.normalize('NFKC')).catch(() => false)
  return right && Boolean(passwordHash)
}
