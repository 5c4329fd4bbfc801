import { createHash } from 'node:crypto'
import { isSignedBy, type Signer } from '../signing.ts'
import { hashNames, type HashName } from './hash.ts'

/**
 * What the log was at a moment, signed: C2SP tlog-checkpoint in a C2SP signed-note, so that others' tools
 * read it too. The lines after the root say with what it is hashed, when it was made, and which checkpoint went before it.
 */
export interface Checkpoint {
  /** Which log: the portal's address at its first start and `/history-log`. */
  origin: string
  size: number
  root: Buffer
  hash: HashName
  at: string
  /** The size of the checkpoint before it: none can be taken out from between two. */
  previous: number
}

const textOf = ({ origin, size, root, hash, at, previous }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\nhash ${hash}\ntime ${at}\nprevious ${previous}\n`

const ed25519 = Buffer.of(1)

/** The four bytes by which a signature names its key (signed-note); `spki` as `Signer.publicKey` has it. */
const keyId = (name: string, spki: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(ed25519).update(spki.subarray(-32)).digest().subarray(0, 4)

/** The key as tools for signed notes want it (vkey): name, id, algorithm and key. */
export function noteKey(name: string, publicKey: string): string {
  const spki = Buffer.from(publicKey, 'base64')
  return `${name}+${keyId(name, spki).toString('hex')}+${Buffer.concat([ed25519, spki.subarray(-32)]).toString('base64')}`
}

export function signedNote(checkpoint: Checkpoint, signer: Pick<Signer, 'publicKey' | 'sign'>): string {
  const text = textOf(checkpoint)
  const { origin } = checkpoint
  const signature = Buffer.concat([keyId(origin, Buffer.from(signer.publicKey, 'base64')), signer.sign(Buffer.from(text))])
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`
}

export interface Note {
  checkpoint: Checkpoint
  /** Whether this public key (SPKI, base64) signed it. */
  isSignedBy(publicKey: string): boolean
}

const shape = /^(?<text>(?<origin>[^\s+]{1,200})\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\nhash (?<hash>\w+)\ntime (?<at>[\dTZ:.-]{20,24})\nprevious (?<previous>0|[1-9]\d{0,14})\n)\n(?<signatures>(?:— [^\s+]+ [A-Za-z0-9+/=]+\n)+)$/

/** Undefined for anything that is not a checkpoint of this form. */
export function readNote(note: string): Note | undefined {
  const { text = '', origin = '', size, root = '', hash, at = '', previous, signatures = '' } = shape.exec(note)?.groups ?? {}
  const name = hashNames.find(known => known === hash)
  if (!text || !name) return undefined
  const signed = signatures.trimEnd().split('\n').map(line => Buffer.from(line.split(' ')[2] ?? '', 'base64'))
  return {
    checkpoint: { origin, size: Number(size), root: Buffer.from(root, 'base64'), hash: name, at, previous: Number(previous) },
    isSignedBy: publicKey => {
      const spki = Buffer.from(publicKey, 'base64')
      return signed.some(one => one.length === 68 && one.subarray(0, 4).equals(keyId(origin, spki)) && isSignedBy(spki, Buffer.from(text), one.subarray(4)))
    },
  }
}
