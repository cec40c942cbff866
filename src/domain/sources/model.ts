import { type SourceClass, sourceClasses } from '../cases/model.ts'

export { type SourceClass, sourceClasses }

/**
 * The kinds of sources in each of the four classes (四源: mobile 移动源, dust 扬尘源, industry 工业源, living 生活源), and what is
 * kept of each kind beside what all have.
 *
 * The classes and most kinds are those of the product's own description. The kinds of dust follow the division of fugitive dust
 * into soil, road, construction and storage-pile dust that inventories of China use (扬尘源颗粒物排放清单编制技术指南（试行）,
 * 环境保护部公告 2014 年第 92 号; its text was not looked up). Petrol stations and vehicle repair with spray painting are ours: they
 * stand on most counties' lists of volatile organic compounds. `other-…` takes what none of them fits, so that no list has to
 * be bent.
 */
export const kindsOf = {
  mobile: ['truck-depot', 'gate', 'machine-site', 'farm-machine', 'petrol-station', 'other-mobile'],
  dust: ['construction-site', 'road-section', 'yard', 'bare-soil', 'other-dust'],
  industry: ['enterprise', 'outlet', 'treatment-facility', 'other-industry'],
  living: ['straw-plot', 'restaurant', 'fireworks-shop', 'open-burning-place', 'repair-shop', 'other-living'],
} as const satisfies Readonly<Record<SourceClass, readonly string[]>>

export type SourceKind = (typeof kindsOf)[SourceClass][number]

export const sourceKinds: readonly SourceKind[] = sourceClasses.flatMap((one) => [...kindsOf[one]])

const classByKind: ReadonlyMap<string, SourceClass> = new Map(
  sourceClasses.flatMap((one) => kindsOf[one].map((kind) => [kind, one] as const)),
)

export function classOfKind(kind: SourceKind): SourceClass {
  const found = classByKind.get(kind)
  if (found === undefined) throw new Error(`kind ${kind} belongs to no class`)
  return found
}

/** One thing that is kept of sources of a kind. */
export type Attribute =
  | { key: string; type: 'choice'; choices: readonly string[] }
  | { key: string; type: 'number'; unit: string; most: number }
  | { key: string; type: 'text'; most: number }
  | { key: string; type: 'yes-no' }

export type AttributeValue = string | number | boolean
export type Attributes = Readonly<Record<string, AttributeValue>>

const area: Attribute = { key: 'areaM2', type: 'number', unit: 'm²', most: 100_000_000 }

/**
 * - grade: of performance in heavy-pollution responses (重污染天气重点行业绩效分级): A, B, leading 引领性, C, D
 * - stoves: reference stoves 基准灶头; a restaurant of 1 or 2 is small, of 3 to 5 middle, from 6 on large (GB 18483-2001, 表 1)
 * - permitCode: number of the outlet in the discharge permit, `DA001`
 * - areaMu: in mu 亩, as plots are counted; 1 mu = 666.7 m²
 */
// biome-ignore format: a table to proof-read
const attributesByKind: Readonly<Partial<Record<SourceKind, readonly Attribute[]>>> = {
  'truck-depot':        [{ key: 'vehicles', type: 'number', unit: '', most: 100_000 }],
  'gate':               [{ key: 'vehiclesPerDay', type: 'number', unit: '', most: 100_000 }],
  'machine-site':       [{ key: 'machines', type: 'number', unit: '', most: 100_000 }],
  'farm-machine':       [{ key: 'machines', type: 'number', unit: '', most: 100_000 }],
  'construction-site':  [{ key: 'stage', type: 'choice', choices: ['demolition', 'earthwork', 'foundation', 'structure', 'finishing', 'finished'] }, area],
  'road-section':       [{ key: 'lengthM', type: 'number', unit: 'm', most: 1_000_000 }],
  'yard':               [area, { key: 'covered', type: 'yes-no' }],
  'bare-soil':          [area, { key: 'covered', type: 'yes-no' }],
  'enterprise':         [{ key: 'grade', type: 'choice', choices: ['A', 'B', 'leading', 'C', 'D'] }, { key: 'industry', type: 'text', most: 60 }],
  'outlet':             [{ key: 'permitCode', type: 'text', most: 40 }, { key: 'heightM', type: 'number', unit: 'm', most: 500 }],
  'treatment-facility': [{ key: 'process', type: 'text', most: 100 }],
  'straw-plot':         [{ key: 'areaMu', type: 'number', unit: '', most: 1_000_000 }],
  'restaurant':         [{ key: 'stoves', type: 'number', unit: '', most: 1000 }, { key: 'purifier', type: 'yes-no' }],
}

/** What is kept of sources of a kind, in the order of its form. */
export function attributesOf(kind: SourceKind): readonly Attribute[] {
  return attributesByKind[kind] ?? []
}

/** Every attribute that some kind has, each key once. */
export const allAttributes: readonly Attribute[] = [
  ...new Map(sourceKinds.flatMap(attributesOf).map((one) => [one.key, one])).values(),
]

/** What is wrong with the attributes of a source of a kind; null: nothing. */
export function wrongAttribute(kind: SourceKind, attributes: Attributes): string | null {
  const known = attributesOf(kind)
  for (const [key, value] of Object.entries(attributes)) {
    const attribute = known.find((one) => one.key === key)
    if (attribute === undefined || !fits(attribute, value)) return key
  }
  return null
}

function fits(attribute: Attribute, value: AttributeValue): boolean {
  switch (attribute.type) {
    case 'choice':
      return typeof value === 'string' && attribute.choices.includes(value)
    case 'number':
      return typeof value === 'number' && value >= 0 && value <= attribute.most
    case 'text':
      return typeof value === 'string' && value !== '' && value.length <= attribute.most
    case 'yes-no':
      return typeof value === 'boolean'
  }
}

/** In use, standing still for a while, gone for good. */
export const sourceStates = ['active', 'paused', 'retired'] as const
export type SourceState = (typeof sourceStates)[number]

/** Something that pollutes, of one of the four classes 四源: a place, an owner, and who answers for it. */
export interface Source {
  countyId: string
  id: string
  /** Unique in the county; whoever keeps the register gives it. */
  code: string
  name: string
  kind: SourceKind
  lonWgs84: number
  latWgs84: number
  address: string | null
  regionId: string
  /** The owner as a unit that Weike knows, or else in words. */
  ownerUnitId: string | null
  ownerName: string | null
  /** The department that answers for it, and the person there. */
  unitId: string | null
  personId: string | null
  state: SourceState
  /** Civil day from which the state holds, `YYYY-MM-DD`. */
  stateSince: string
  notes: string | null
  /** What only its kind has, by `attributesOf`. */
  attributes: Attributes
  version: number
  createdAt: number
  changedAt: number
}

/** Longest code, name, address. [characters] */
export const SOURCE_TEXT = { code: 40, name: 200, address: 200, owner: 200, notes: 2000 } as const
