/** What is proposed to be typed into a logger: an MN and a password. */
export interface LoggerKeys {
  mn: string
  password: string
}

const hex = (bytes: Uint8Array) =>
  [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

/**
 * An MN of 24 hexadecimal digits (HJ 212-2017, 6.3.2) that begins with the county's code, and a password of six digits as the standard
 * has it; random, so that nobody guesses the second.
 * @param countyCode what is no six digits is left out
 * @param random at least 16 bytes
 */
export function proposedKeys(countyCode: string, random: Uint8Array): LoggerKeys {
  const head = /^\d{6}$/.test(countyCode) ? countyCode : '000000'
  const number = random.subarray(8, 12).reduce((sum, byte) => (sum * 256 + byte) % 900_000, 0)
  return { mn: `${head}01${hex(random.subarray(0, 8))}`, password: String(100_000 + number) }
}

export function newKeys(countyCode: string): LoggerKeys {
  return proposedKeys(countyCode, crypto.getRandomValues(new Uint8Array(16)))
}
