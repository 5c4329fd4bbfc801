/**
 * What the portal asks of a register (a department's data service).
 *
 * Over HTTP the contract is `POST <base>/registers/<id>/query` with `{ key, fields, materials }`;
 * `docs/registers.md` documents it. A register that is slow, down or wrong never blocks anybody:
 * `unavailable` means the applicant goes on by hand.
 */
export interface RegisterQuery {
  register: string
  /** The value the register looks up by: an ID number, a credit code, a title number. */
  key: string
  /** Field ids and material ids wanted. */
  fields: readonly string[]
  materials: readonly string[]
}

export type RegisterAnswer =
  | { status: 'found'; fields: Record<string, string | string[]>; materials: Record<string, RegisterDocument>; asOf: string }
  | { status: 'notFound' }
  | { status: 'unavailable' }

/** A paper as the register knows it: its number and what it says, in rows to show. */
export interface RegisterDocument {
  number: string
  issuedOn?: string
  facts: { zh: string; en: string; value: string }[]
}

export interface Registers {
  query(query: RegisterQuery): Promise<RegisterAnswer>
}
