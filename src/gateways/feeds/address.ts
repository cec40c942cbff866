import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Whether a feed may be fetched from an address. `local` needs the operator's word, `never` has none. */
export type AddressClass = 'public' | 'private' | 'local' | 'never'

type Row = readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6', is: Exclude<AddressClass, 'public'>]

/**
 * Special addresses, the first that fits: the IANA registries for IPv4 and IPv6 (RFC 6890, of 2026-01), and the addresses at
 * which clouds tell a machine its own secrets. Private ones are where provincial interfaces often are, so they may be asked.
 */
// biome-ignore format: a table to proof-read
const table: readonly Row[] = [
  ['169.254.169.254', 32, 'ipv4', 'never'],   // metadata of most clouds
  ['169.254.170.2',   32, 'ipv4', 'never'],   // metadata of containers
  ['100.100.100.200', 32, 'ipv4', 'never'],   // metadata of Alibaba Cloud
  ['192.0.0.192',     32, 'ipv4', 'never'],   // metadata of Oracle Cloud
  ['fd00:ec2::254',  128, 'ipv6', 'never'],   // metadata over IPv6
  ['127.0.0.0',        8, 'ipv4', 'local'],   // loopback (RFC 1122)
  ['::1',            128, 'ipv6', 'local'],   // loopback (RFC 4291)
  ['169.254.0.0',     16, 'ipv4', 'local'],   // link-local (RFC 3927)
  ['fe80::',          10, 'ipv6', 'local'],   // link-local (RFC 4291)
  ['0.0.0.0',          8, 'ipv4', 'never'],   // this network (RFC 791)
  ['::',             128, 'ipv6', 'never'],   // unspecified (RFC 4291)
  ['224.0.0.0',        4, 'ipv4', 'never'],   // multicast (RFC 5771)
  ['ff00::',           8, 'ipv6', 'never'],   // multicast (RFC 4291)
  ['240.0.0.0',        4, 'ipv4', 'never'],   // reserved, broadcast (RFC 1112)
  ['10.0.0.0',         8, 'ipv4', 'private'], // RFC 1918
  ['172.16.0.0',      12, 'ipv4', 'private'], // RFC 1918
  ['192.168.0.0',     16, 'ipv4', 'private'], // RFC 1918
  ['100.64.0.0',      10, 'ipv4', 'private'], // carriers' own (RFC 6598)
  ['fc00::',           7, 'ipv6', 'private'], // unique local (RFC 4193)
]

const lists = table.map(([address, prefix, family, is]) => {
  const list = new BlockList()
  list.addSubnet(address, prefix, family)
  return { list, is }
})

/** What kind an address is; IPv4 inside IPv6 (mapped, NAT64, 6to4) counts as what it is. Pure. */
export function classOf(address: string): AddressClass {
  const bare = address.split('%', 1)[0] ?? ''
  const plain = embedded(bare) ?? bare
  const family = isIPv4(plain) ? 'ipv4' : isIPv6(plain) ? 'ipv6' : null
  if (family === null) return 'never'
  return lists.find(({ list }) => list.check(plain, family))?.is ?? 'public'
}

/** May it be asked? @param allowLocal the operator's word for loopback and link-local addresses */
export function mayAsk(address: string, allowLocal: boolean): boolean {
  const is = classOf(address)
  return is === 'public' || is === 'private' || (is === 'local' && allowLocal)
}

const inside = ((): { list: BlockList; at: number }[] => {
  const network = (address: string, prefix: number, at: number) => {
    const list = new BlockList()
    list.addSubnet(address, prefix, 'ipv6')
    return { list, at }
  }
  // Which pair of groups holds the IPv4 address.
  return [network('::ffff:0:0', 96, 6), network('64:ff9b::', 96, 6), network('2002::', 16, 1)]
})()

/** The IPv4 address that an IPv6 address stands for; null: none. */
function embedded(address: string): string | null {
  if (!isIPv6(address)) return null
  const found = inside.find(({ list }) => list.check(address, 'ipv6'))
  if (found === undefined) return null
  const groups = groupsOf(address)
  const [high = 0, low = 0] = groups.slice(found.at, found.at + 2)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const text =
    dotted === null
      ? address
      : `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`
  const [head = '', tail] = text.split('::')
  const part = (some: string) => (some === '' ? [] : some.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, behind] = [part(head), tail === undefined ? [] : part(tail)]
  return [...before, ...Array.from({ length: 8 - before.length - behind.length }, () => 0), ...behind]
}
