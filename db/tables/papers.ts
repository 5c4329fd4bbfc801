export interface MaterialTable {
  region: string
  id: string
  draft_id: string
  case_id: string | null
  material_id: string
  source: 'applicant' | 'certificate' | 'sharedData' | 'commitment' | 'deferred' | 'produced'
  file_id: string | null
  certificate_id: string | null
  /** For `sharedData` and `commitment`: what was fetched or promised, as JSON, encrypted. */
  sealed: string | null
  created_at: string
}

export interface FileTable {
  region: string
  id: string
  owner_id: string
  /** Its name, encrypted. */
  sealed: string
  media_type: string
  size: number
  sha256: string
  created_at: string
}

/** A result document: in the applicant's wallet and checkable by anyone at `/verify`. */
export interface CertificateTable {
  region: string
  id: string
  /** GB/T 36904 shaped identifier with its check character. */
  identifier: string
  holder_id: string
  holder_name: string
  material_id: string | null
  item_code: string
  zh: string
  en: string
  office_id: string
  case_id: string
  task_id: string
  sealed: string
  status: 'valid' | 'revoked'
  issued_at: string
}
