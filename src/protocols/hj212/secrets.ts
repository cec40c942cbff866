import type { FrameDescription } from './describe.ts'

/** What a frame may carry that is nobody's to read: the password, a new one (1072), a new SM4 key (1014). */
const SECRETS = /(?<![a-z])(PW|NewPW|NewSK)\s*=[^;,&\r\n]*/gi
const SECRET_NAMES: ReadonlySet<string> = new Set(['pw', 'newpw', 'newsk'])

/** What stands where a secret was. */
const MASK = '******'

/** A text with the secrets of a frame hidden, wherever they stand in it. */
export function maskSecrets(text: string): string {
  return text.replace(SECRETS, `$1=${MASK}`)
}

/** A description with the secrets of its frame hidden, in whichever field they stand; what is not there stays so. */
export function maskDescription(description: FrameDescription): FrameDescription {
  return masked(description)
}

/** Texts are looked through too: a header that has lost its semicolons puts several fields into one. */
function masked<T>(value: T): T
function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value)
  if (Array.isArray(value)) return value.map((one) => masked(one))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    SECRET_NAMES.has(name.trim().toLowerCase()) ? hidden(member) : masked(member),
  ])
  return Object.fromEntries(members)
}

/** All texts of a secret's value, a list or a group too. */
function hidden(value: unknown): unknown {
  if (typeof value === 'string') return MASK
  if (Array.isArray(value)) return value.map(hidden)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hidden(member)]))
}
