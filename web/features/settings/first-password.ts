/** Without what is read one for another when it is told by telephone: i l o 0 1. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** A byte from here on would make the first letters likelier. */
const FAIR = 256 - (256 % letters.length)
const LENGTH = 12

/**
 * A password to begin with: three groups of four, 59 bits.
 * @param bytes random; those that would not be fair are passed over
 * @returns null when there were too few
 */
export function passwordOf(bytes: Uint8Array): string | null {
  const fair = [...bytes].filter((byte) => byte < FAIR).slice(0, LENGTH)
  if (fair.length < LENGTH) return null
  const text = fair.map((byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
}

export function newPassword(): string {
  return passwordOf(crypto.getRandomValues(new Uint8Array(64))) ?? newPassword()
}
