import { fingerprintOf, isSignedBy, readPublicKey, readSignature, type Signer } from '../signing.ts'
import { sectionsOf, yamlText } from './definition-file.ts'
import type { BundleDefinition, Condition } from './definition.ts'
import { claimOf } from './package-proof.ts'
import type { BundleVersion } from './version.ts'
import { maxBytes } from './yaml-source.ts'

/**
 * A package is one version of a bundle as one file that people can read and anybody can prove again:
 * its definition, the departments and registers it names, and what the proof depended on. The first
 * line is an Ed25519 signature over every byte after that line's end; the comments below it say what
 * it is, who issued it and under which key. The key tells *that* nothing was changed; *whose* it is,
 * people find out by comparing its fingerprint.
 */

/** A package's own words stand in both languages, whoever downloads it. The first line also tells it from all else that is signed. */
const opening = `# 一件事某一版本的签名定义包：内容完整、公开，不含个人信息。
# The signed package of one version of a bundle: complete, public, without personal data.
`

const explanation = (file: string) => `#
# 怎样核对：取得平台程序，运行 npm ci，再运行 npm run bundles:verify -- ${file}
# 它会核对签名和定义的哈希值，并把证明从头再做一遍。公钥是不是签发者的，请把指纹与签发者公布的比对。
# To check it: get the portal's program, run npm ci, then npm run bundles:verify -- ${file}
# That checks the signature and the definition's hash, and makes the whole proof again. Whether the key
# is really the issuer's: compare its fingerprint with the one the issuer publishes.
# 只用 openssl · With openssl alone:
#   (echo -----BEGIN PUBLIC KEY-----; sed -n 's/^# public key: //p' ${file}; echo -----END PUBLIC KEY-----) > key.pem
#   head -n 1 ${file} | sed 's/.* //' | base64 -d > signature; tail -n +2 ${file} > body
#   openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in body -sigfile signature
#
`

/** The file of a version, the same each time as long as key and name of the issuer are. `address`: where it is told what was proved. */
export function packageText({ id, version, hash, definition, proof, publishedAt }: BundleVersion, signer: Signer, address: string): string {
  const { bundle, departments, registers } = definition
  const header = {
    'bundle': `${bundle.id} · ${bundle.title.zh} · ${bundle.title.en}`,
    'version': String(version),
    'published': publishedAt,
    'hash': hash,
    'issuer': signer.name,
    'address': address,
    'public key': signer.publicKey,
  }
  const content = {
    ...sectionsOf(definition), departments: Object.values(departments), registers: Object.values(registers),
    elsewhere: askedElsewhere(definition), proof: claimOf(proof),
  }
  const lines = Object.entries(header).map(([key, value]) => `# ${key}: ${onOneLine(value)}\n`)
  const body = `${opening}#\n${lines.join('')}${explanation(`${id}.yaml`)}${yamlText(content)}`
  return `# 一件事 package · ed25519 · ${signer.fingerprint} · ${signer.sign(Buffer.from(body)).toString('base64')}\n${body}`
}

/** A title with a line's end in it would otherwise write lines of its own into the header. */
const onOneLine = (text: string): string => text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()

/**
 * Items are shared, so some of their conditions may speak of what only other bundles ask. Where those
 * bundles are absent such a condition never holds; saying which they are keeps slips of the pen apart.
 */
function askedElsewhere({ bundle, items }: BundleDefinition): Condition[] {
  const conditions = Object.values(items).flatMap(item => [...item.fields, ...item.materials, ...item.presence].flatMap(({ when }) => when))
  return [...Map.groupBy(conditions, ({ question }) => question)].flatMap(([question, all]) => {
    const own = bundle.questions.find(({ id }) => id === question)?.options.map(({ value }) => value) ?? []
    const values = [...new Set(all.flatMap(condition => condition.in))].filter(value => !own.includes(value))
    return values.length > 0 ? [{ question, in: values }] : []
  })
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

/** Why what looks like a package can't be relied on: `catalogue:diagnostic.packageBroken.<why>` says it. */
export type BrokenPackage = 'tooLarge' | 'notText' | 'firstLine' | 'header' | 'key' | 'signature'

export interface SignedPackage {
  kind: 'signed'
  /** SHA-256 of the public key, 64 hexadecimal digits: to be compared with what the issuer publishes elsewhere. */
  fingerprint: string
  publicKey: string
  /** What the signer says of himself and of the content: signed, but to be believed only as far as he is. */
  issuer: string
  bundle: string
  version: string
  publishedAt: string
  hash: string
  address: string
  /** What was signed: compiles like any definition, its lines counted from the file's second. */
  body: string
}

export type ReadPackage = SignedPackage | { kind: 'unsigned' } | { kind: 'broken'; why: BrokenPackage }

const looksSigned = /^\uFEFF?\s*#\s*一件事 package/
const firstLine = /^# 一件事 package · ed25519 · ([0-9a-f]{64}) · ([A-Za-z0-9+/]{86}==)\n/

/**
 * Tells whether a file is a package that nobody has changed since it was signed. `unsigned` is any
 * other text, a package without its first line too. Give the file's bytes where there are any: as a
 * string, line ends and what is no UTF-8 may have been put right on the way.
 */
export function readPackage(file: Buffer | string): ReadPackage {
  const text = textOf(file)
  if (text === undefined) return broken('notText')
  if (!looksSigned.test(text.slice(0, 100))) return { kind: 'unsigned' }
  if (Buffer.byteLength(text) > maxBytes) return broken('tooLarge')
  const [line, fingerprint, base64] = firstLine.exec(text) ?? []
  const signature = base64 === undefined ? undefined : readSignature(base64)
  if (!line || !fingerprint || !signature) return broken('firstLine')
  const body = text.slice(line.length)
  const header = headerOf(body)
  if (!header) return broken('header')
  const key = readPublicKey(header.publicKey)
  if (!key || fingerprintOf(key) !== fingerprint) return broken('key')
  return isSignedBy(key, Buffer.from(body), signature) ? { kind: 'signed', fingerprint, ...header, body } : broken('signature')
}

const broken = (why: BrokenPackage): ReadPackage => ({ kind: 'broken', why })

function textOf(file: Buffer | string): string | undefined {
  if (typeof file === 'string') return file.isWellFormed() ? file : undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
  } catch {
    return undefined
  }
}

function headerOf(body: string): Omit<SignedPackage, 'kind' | 'fingerprint' | 'body'> | undefined {
  if (!body.startsWith(opening)) return undefined
  // What is read here is shown to people: nothing in it may move a terminal's or a page's cursor.
  const value = (key: string) => new RegExp(`^# ${key}: ([^\\p{C}\\p{Zl}\\p{Zp}]+)$`, 'mu').exec(body)?.[1] ?? ''
  const header = {
    bundle: value('bundle').split(' ')[0] ?? '', version: value('version'), publishedAt: value('published'), hash: value('hash'),
    issuer: value('issuer'), address: value('address'), publicKey: value('public key'),
  }
  return Object.values(header).every(one => one !== '') ? header : undefined
}
