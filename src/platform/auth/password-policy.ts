import { commonPasswords } from './common-passwords.ts'

export type PasswordProfile = 'asvs' | 'djbh'

/**
 * The two policies contradict each other, so a deployment chooses one:
 * - `asvs`: OWASP ASVS 5.0. Length and no commonest password (V6.2.1, V6.2.4, V6.2.9); composition rules and forced
 *   change are forbidden (V6.2.5, V6.2.10).
 * - `djbh`: 等保2.0, GB/T 22239-2019, 8.1.4.1 a as it is assessed: ≥ 8 characters of at least 3 of 4 classes, changed
 *   every 90 days at the latest.
 */
export const passwordProfiles = {
  asvs: { minimum: 8, maximum: 256, classes: 1, maxAgeDays: null },
  djbh: { minimum: 8, maximum: 256, classes: 3, maxAgeDays: 90 },
} as const satisfies Record<
  PasswordProfile,
  { minimum: number; maximum: number; classes: number; maxAgeDays: number | null }
>

export type PasswordWeakness = 'too-short' | 'too-long' | 'too-common' | 'like-name' | 'too-few-classes'

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]

/**
 * Why a new password is refused, or null when it is good. Characters are counted as people count them (code points).
 * @param signInName the name it belongs to: a password that is the name, once or repeated, is refused
 */
export function passwordWeakness(
  password: string,
  signInName: string,
  profile: PasswordProfile = 'asvs',
): PasswordWeakness | null {
  const { minimum, maximum, classes: needed } = passwordProfiles[profile]
  const points = [...password]
  if (points.length < minimum) return 'too-short'
  if (points.length > maximum) return 'too-long'
  const lower = password.toLowerCase()
  if (commonPasswords.has(lower) || isRun(points)) return 'too-common'
  const name = signInName.toLowerCase()
  if (name !== '' && lower.split(name).every((rest) => rest === '')) return 'like-name'
  if (classes.filter((each) => each.test(password)).length < needed) return 'too-few-classes'
  return null
}

/** One character again and again, or each the next (or the previous) of the one before: 11111111, abcdefgh, 87654321. */
function isRun(points: readonly string[]): boolean {
  const steps = points
    .slice(1)
    .map((point, index) => (point.codePointAt(0) ?? 0) - (points[index]?.codePointAt(0) ?? 0))
  const first = steps[0] ?? 0
  return Math.abs(first) <= 1 && steps.every((step) => step === first)
}

const dayMs = 86_400_000

/** Whether the profile asks for a new password, by the instant of the last change. [epoch ms] */
export function passwordExpired(changedAt: number, now: number, profile: PasswordProfile): boolean {
  const { maxAgeDays } = passwordProfiles[profile]
  return maxAgeDays !== null && now - changedAt >= maxAgeDays * dayMs
}
