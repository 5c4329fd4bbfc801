import type { Selectable } from 'kysely'
import type { CertificateTable } from '../../db/tables/papers.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { Vault } from '../vault.ts'
import { regionOfId } from '../ids.ts'
import { regionOfIdentifier, type Certificate } from './certificate.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

const sealContext = (id: string) => `certificate ${id}`

export const insertCertificate = (certificate: Certificate, vault: Vault): Statement =>
  insert('certificate', {
    region: certificate.region, id: certificate.id, identifier: certificate.identifier, holder_id: certificate.holderId,
    holder_name: certificate.holderName, material_id: certificate.materialId, item_code: certificate.itemCode, zh: certificate.name.zh,
    en: certificate.name.en, office_id: certificate.officeId, case_id: certificate.caseId, task_id: certificate.taskId,
    sealed: vault.seal(certificate.facts, sealContext(certificate.id)), status: certificate.status, issued_at: certificate.issuedAt,
  })

/** Takes back what a task has issued so far. */
export const revokeCertificates = (region: string, taskId: string): Statement => update('certificate', { status: 'revoked' }, { region, task_id: taskId }, 'any')

/** The wallet, newest first. */
export async function listCertificatesOf({ db, vault }: Reading, holderId: string): Promise<Certificate[]> {
  const rows = await db.read.selectFrom('certificate').selectAll().where('holder_id', '=', holderId).orderBy('issued_at', 'desc').limit(200).execute()
  return rows.map(row => toCertificate(row, vault))
}

export async function listCertificatesOfCase({ db, vault }: Reading, { region, id }: { region: string; id: string }): Promise<Certificate[]> {
  return (await certificatesOfCase.all(db, { region, id })).map(row => toCertificate(row, vault))
}

const certificatesOfCase = query((db, at: { region: string; id: string }) =>
  db.selectFrom('certificate').selectAll().where('region', '=', at.region).where('case_id', '=', at.id).orderBy('issued_at'))

export async function findCertificate({ db, vault }: Reading, id: string): Promise<Certificate | undefined> {
  const row = await db.read.selectFrom('certificate').selectAll().where('region', '=', regionOfId(id)).where('id', '=', id).executeTakeFirst()
  return row && toCertificate(row, vault)
}

/** By what is printed on it; for anyone who holds the paper. */
export async function findByIdentifier({ db, vault }: Reading, identifier: string): Promise<Certificate | undefined> {
  const row = await db.read.selectFrom('certificate').selectAll()
    .where('region', '=', regionOfIdentifier(identifier)).where('identifier', '=', identifier).executeTakeFirst()
  return row && toCertificate(row, vault)
}

const toCertificate = (row: Selectable<CertificateTable>, vault: Vault): Certificate => ({
  region: row.region,
  id: row.id,
  identifier: row.identifier,
  holderId: row.holder_id,
  holderName: row.holder_name,
  materialId: row.material_id,
  itemCode: row.item_code,
  name: { zh: row.zh, en: row.en },
  officeId: row.office_id,
  caseId: row.case_id,
  taskId: row.task_id,
  facts: vault.open(row.sealed, sealContext(row.id)),
  status: row.status,
  issuedAt: row.issued_at,
})
