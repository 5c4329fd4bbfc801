import { createHash } from 'node:crypto'
import type { Db } from '../../db/connect.ts'
import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import { definitionHash } from '../catalogue/publish.ts'
import { verify, type Verification } from '../catalogue/verify.ts'
import { listOpenOfficeIds, listRegions, officeId } from '../offices/office.store.ts'
import type { Surroundings } from './appraise.ts'

/**
 * Proofs by what was proved and where offices are open: both never change, so a proof kept here is
 * right for ever. A change to a field that all bundles share proves them all once, and not again
 * with every letter that is typed.
 */
const kept = new WeakMap<Db, Map<string, Verification>>()
const mostKept = 400

/** What proposals are judged against at this moment. */
export async function surroundings(db: Db): Promise<Surroundings> {
  const [known, regions, open] = await Promise.all([knownCatalogue(db), listRegions(db), listOpenOfficeIds(db)])
  const proofs = kept.get(db) ?? new Map<string, Verification>()
  kept.set(db, proofs)
  const offices = createHash('sha256').update([...open].sort().join()).digest('hex')
  return {
    known,
    prove: definition => {
      const key = `${offices} ${definitionHash(definition)}`
      const proof = proofs.get(key) ?? verify(definition, regions, (department, region) => open.has(officeId(department, region)))
      // What was asked for last is kept longest.
      proofs.delete(key)
      proofs.set(key, proof)
      if (proofs.size > mostKept) proofs.delete(proofs.keys().next().value ?? '')
      return proof
    },
  }
}
