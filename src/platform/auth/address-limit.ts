export interface AddressLimitSettings {
  /** Failures from one address within the window before it has to wait. Offices share an address: success is not counted. */
  failures: number
  windowMs: number
  /** Addresses remembered at once; beyond it the ones longest known are forgotten. */
  addresses: number
}

export const defaultAddressLimit: AddressLimitSettings = { failures: 30, windowMs: 10 * 60_000, addresses: 20_000 }

/** Keeps one address from trying one password on many names, which no lock of an account sees. In memory. */
export interface AddressLimit {
  /** Counts an attempt as failed, or tells how long the address has to wait. [ms] */
  take(address: string, now: number): { ok: true } | { ok: false; waitMs: number }
  /** Takes back the attempt of `take` at this instant: it succeeded. */
  giveBack(address: string, now: number): void
}

export function createAddressLimit(settings: AddressLimitSettings = defaultAddressLimit): AddressLimit {
  const attempts = new Map<string, number[]>()
  return {
    take(address, now) {
      const key = networkOf(address)
      const recent = (attempts.get(key) ?? []).filter((instant) => now - instant < settings.windowMs)
      const oldest = recent[0]
      if (recent.length >= settings.failures && oldest !== undefined) {
        attempts.set(key, recent)
        return { ok: false, waitMs: oldest + settings.windowMs - now }
      }
      // Set anew, so that the map's order is the order of last use.
      attempts.delete(key)
      attempts.set(key, [...recent, now])
      if (attempts.size > settings.addresses) {
        for (const longestKnown of attempts.keys()) {
          attempts.delete(longestKnown)
          break
        }
      }
      return { ok: true }
    },
    giveBack(address, now) {
      const key = networkOf(address)
      const recent = attempts.get(key)
      const at = recent?.lastIndexOf(now) ?? -1
      if (recent === undefined || at < 0) return
      recent.splice(at, 1)
      if (recent.length === 0) attempts.delete(key)
    },
  }
}

/** An IPv6 customer has a whole /64 and would otherwise never meet a limit; IPv4 in IPv6 dress is IPv4. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? address).toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined ? front : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
