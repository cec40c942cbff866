import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Whether an address may connect. */
export type AllowList = (address: string) => boolean

/**
 * Reads addresses and networks (`10.1.2.3`, `10.0.0.0/8`, `2001:db8::/32`); the list of none allows everybody.
 * An IPv4 address that arrives as IPv6 (`::ffff:10.1.2.3`) counts as what it is.
 * @throws RangeError for an entry that is none; `isNetwork` tells beforehand
 */
export function allowList(entries: readonly string[]): AllowList {
  if (entries.length === 0) return () => true
  const list = new BlockList()
  for (const entry of entries) {
    const network = networkOf(entry)
    if (network === null) throw new RangeError(`not an address or a network: ${entry}`)
    list.addSubnet(network.address, network.prefix, network.family)
  }
  return (address) => {
    const plain = plainAddress(address)
    if (isIPv4(plain)) return list.check(plain, 'ipv4')
    return isIPv6(plain) && list.check(plain, 'ipv6')
  }
}

/** Whether a text is an address or a network in CIDR notation. */
export function isNetwork(entry: string): boolean {
  return networkOf(entry) !== null
}

function networkOf(entry: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', length, ...rest] = entry.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
  if (family === null || rest.length > 0 || address.includes('%')) return null
  const longest = family === 'ipv4' ? 32 : 128
  if (length === undefined) return { address, prefix: longest, family }
  const prefix = Number(length)
  return /^\d{1,3}$/.test(length) && prefix <= longest ? { address, prefix, family } : null
}

const MAPPED = '::ffff:'

/** An address as it is written in its own family, without the zone of a link-local one. */
export function plainAddress(address: string): string {
  const bare = address.split('%', 1)[0] ?? ''
  if (bare.toLowerCase().startsWith(MAPPED) && isIPv4(bare.slice(MAPPED.length))) return bare.slice(MAPPED.length)
  return bare
}

/**
 * Whom connections are counted under: an IPv4 address; of IPv6 the network of 64 bits, since one machine may use any
 * address in it (RFC 4291, 2.5.4; RFC 8981).
 */
export function sourceOf(address: string): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const behind = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0)
    while (groups.length + behind < 8) groups.push('0')
  }
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
