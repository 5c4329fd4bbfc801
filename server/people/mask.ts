/** Personal data as it is shown until there is a reason to show it whole: enough to know it again, not enough to use it. */

const stars = (count: number): string => '*'.repeat(Math.max(3, count))

/** An ID number or credit code: the first three and the last four characters. */
export const maskNumber = (number: string): string => (number.length < 10 ? stars(number.length) : number.slice(0, 3) + stars(number.length - 7) + number.slice(-4))

/** A telephone number: the first three and the last four digits. */
export const maskPhone = (phone: string): string => (phone.length < 10 ? stars(phone.length) : phone.slice(0, 3) + stars(phone.length - 7) + phone.slice(-4))

export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? stars(email.length) : email.slice(0, 1) + stars(at - 1) + email.slice(at)
}

/** A name in a public place: the family name stays. */
export const maskName = (name: string): string => {
  const [first = ''] = name
  return first + '*'.repeat([...name].length - 1)
}
