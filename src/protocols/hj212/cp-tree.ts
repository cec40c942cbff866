import { formatCp } from './cp.ts'
import type { CpItem, Hj212Message, NamedText } from './message.ts'
import { readName } from './names.ts'

/** CP as JSON: `DataTime` → text, factor code → suffix → text; a name that comes more than once has a list. */
export type CpTree = { [name: string]: CpLeaf | { [suffix: string]: CpLeaf } }
type CpLeaf = string | string[]

/** CP as a tree of plain objects; names are own properties whatever they are called. */
export function cpTree(cp: readonly CpItem[]): CpTree {
  const plain = new Map<string, string[]>()
  const groups = new Map<string, Map<string, string[]>>()
  const order = new Set<string>()
  for (const item of cp) {
    for (const pair of item) {
      const name = readName(pair.name)
      const code = name?.code ?? pair.name
      order.add(code)
      if (name === null) addTo(plain, code, pair.value)
      else {
        const group = groups.get(code) ?? new Map<string, string[]>()
        groups.set(code, group)
        addTo(group, name.suffix, pair.value)
      }
    }
  }
  return Object.fromEntries([...order].map((code) => [code, branch(plain.get(code), groups.get(code))]))
}

/** A bare name beside suffixed ones of the same code (`NOIS-Rtd=46.3,NOIS=N`) stands under the empty suffix. */
function branch(bare: string[] | undefined, group: Map<string, string[]> | undefined): CpLeaf | Record<string, CpLeaf> {
  if (group === undefined) return leaf(bare ?? [])
  const entries = [...group].map(([suffix, values]) => [suffix, leaf(values)] as const)
  return Object.fromEntries(bare === undefined ? entries : [...entries, ['', leaf(bare)] as const])
}

function leaf(values: string[]): CpLeaf {
  return values.length === 1 ? (values[0] ?? '') : values
}

function addTo(values: Map<string, string[]>, name: string, value: string): void {
  const known = values.get(name)
  if (known === undefined) values.set(name, [value])
  else known.push(value)
}

/**
 * The items of a tree: a bare name is an item of its own, the suffixes of a code are one item, and a suffix that comes
 * again begins another. Numbers may stand for texts.
 * @returns the items, and the name of the first value that is neither text nor number, or null
 */
export function itemsOfTree(tree: Readonly<Record<string, unknown>>): { items: CpItem[]; odd: string | null } {
  const items: CpItem[] = []
  let odd: string | null = null
  const leavesOf = (name: string, leaf: unknown): string[] => {
    const leaves: readonly unknown[] = Array.isArray(leaf) ? leaf : [leaf]
    return leaves.map((value) => {
      if (typeof value === 'string') return value
      if (typeof value !== 'number' || !Number.isFinite(value)) odd ??= name
      return String(value)
    })
  }
  for (const [code, branch] of Object.entries(tree)) {
    if (typeof branch !== 'object' || branch === null || Array.isArray(branch)) {
      for (const value of leavesOf(code, branch)) items.push([{ name: code, value }])
      continue
    }
    const rows: NamedText[][] = []
    for (const [suffix, leaf] of Object.entries(branch)) {
      const name = suffix === '' ? code : `${code}-${suffix}`
      leavesOf(name, leaf).forEach((value, place) => {
        const row = rows[place] ?? []
        rows[place] = row
        row.push({ name, value })
      })
    }
    items.push(...rows)
  }
  return { items, odd }
}

/** Whether two trees say the same, in whatever order. */
export function isSameTree(one: CpTree, other: CpTree): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(tree: CpTree): unknown {
  const entries = Object.entries(tree).map(([code, branch]) => {
    if (typeof branch === 'string' || Array.isArray(branch)) return [code, branch] as const
    return [code, Object.entries(branch).toSorted(([a], [b]) => (a < b ? -1 : 1))] as const
  })
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Whether the tree of a message alone gives its CP back, to the separators. */
export function isToldByTree(message: Pick<Hj212Message, 'cp' | 'cpText'>): boolean {
  return formatCp(itemsOfTree(cpTree(message.cp)).items) === message.cpText
}
