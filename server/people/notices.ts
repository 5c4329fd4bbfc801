import type { Language } from '../web/texts.ts'
import { isMobile } from './identity-number.ts'
import type { Identity } from './person.ts'

/** How somebody wants to be told, beside the inbox, which is always there. What he has not chosen is yes. */
export interface Notices {
  email: boolean
  sms: boolean
  language: Language
}

export const noticesOf = ({ notices }: Identity): Notices => ({ email: true, sms: true, language: 'zh-CN', ...notices })

/** Where an e-mail reaches him, if he wants one. */
export const emailFor = (identity: Identity): string | undefined => (noticesOf(identity).email ? identity.email : undefined)

/** Where an SMS reaches him, if he wants one: a landline is no such place. */
export const mobileFor = (identity: Identity): string | undefined =>
  noticesOf(identity).sms && identity.phone && isMobile(identity.phone) ? identity.phone : undefined
