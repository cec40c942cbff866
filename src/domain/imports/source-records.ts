import type { Db } from '../../platform/foundation.ts'
import { typedNumber } from '../../platform/tables/values.ts'
import { toWgs84 } from '../../standards/map-systems.ts'
import { type Degrees, metresBetween } from '../../standards/places.ts'
import { peopleOf, unitsOf } from '../people/service.ts'
import { outlinedRegions, regionsById } from '../regions/service.ts'
import {
  type Attribute,
  type AttributeValue,
  allAttributes,
  attributesOf,
  classOfKind,
  kindsOf,
  SOURCE_TEXT,
  type Source,
  type SourceClass,
  type SourceKind,
} from '../sources/model.ts'
import { sourcesOf } from '../sources/service.ts'
import { stationsOf } from '../stations/service.ts'
import type { CoordinateWatch } from './coordinate-watch.ts'
import type { ImportPlan } from './model.ts'
import type { RecordRead } from './new-record.ts'
import {
  degreesOf,
  type RecordRefused,
  type Row,
  refused,
  refusedPlace,
  regionOf,
  SAME_PLACE_M,
} from './record-cells.ts'
import { sourceCodes } from './source-codes.ts'
import { choiceNamed, classNamed, kindNamed, yesOrNo } from './source-words.ts'

/** Sources, with everything that a row names of the county looked up. */
export async function sourceReader(
  db: Db,
  countyId: string,
  plan: ImportPlan,
  watch: CoordinateWatch,
): Promise<(row: Row, said: Row) => RecordRead> {
  const [sources, stations, units, people, regionById, outlined] = await Promise.all([
    sourcesOf(db, countyId),
    stationsOf(db, countyId),
    unitsOf(db, countyId),
    peopleOf(db, countyId),
    regionsById(db, countyId),
    outlinedRegions(db, countyId),
  ])
  const regions = [...regionById.values()]
  const root = regions.find(({ parentId }) => parentId === null)
  const outlineById = new Map(outlined.map(({ region, outline }) => [region.id, outline]))
  const byCode = new Map(sources.map((source) => [source.code, source]))
  const stationByName = new Map(stations.map((station) => [station.name, station]))
  // A file without codes tells its sources apart by their names, and gets codes that go on where the register ends.
  const newCode = sourceCodes(byCode.keys())
  const namedHere = new Set<string>()
  const nearestNamed = (name: string, there: Degrees) =>
    sources
      .filter((source) => source.name === name)
      .map((source) => ({ source, metres: metresBetween({ lon: source.lonWgs84, lat: source.latWgs84 }, there) }))
      .toSorted((a, b) => a.metres - b.metres)[0]?.source

  return (row, said) => {
    const [givenCode, name] = [row('code'), row('name') ?? '']
    if (givenCode !== null && givenCode.length > SOURCE_TEXT.code) return refused('too-long', givenCode)
    const written = degreesOf(row)
    if (written === null) return refusedPlace(row)
    const kind = kindOf(row)
    if (typeof kind !== 'string') return kind
    const region = regionOf(regions, row('region'))
    if (region === null) return refused('region-unknown', row('region'))
    const unit = units.find((one) => one.name === row('unit'))
    if (row('unit') !== null && unit === undefined) return refused('unit-unknown', row('unit'))
    const named = people.filter((one) => one.state === 'active' && one.name === row('person'))
    if (row('person') !== null && named.length !== 1) return refused('person-unknown', row('person'))
    const attributes = attributesIn(kind, row, said)
    if (!attributes.ok) return attributes
    const owner = units.find((one) => one.name === row('owner'))
    const { lon, lat } = toWgs84(written, plan.coordinates)
    const borders = outlineById.get((region ?? root)?.id ?? '')
    if (borders !== undefined) watch.within(written, borders)
    if (givenCode === null && namedHere.has(name)) return refused('repeated', name)
    namedHere.add(name)
    const known = givenCode === null ? nearestNamed(name, { lon, lat }) : byCode.get(givenCode)
    const code = givenCode ?? known?.code ?? newCode(kind)
    const card = {
      ...{ code, name, kind, lonWgs84: lon, latWgs84: lat, regionId: region?.id },
      ...{ address: row('address'), notes: row('notes') },
      ownerUnitId: owner?.id ?? null,
      ownerName: owner === undefined ? row('owner') : null,
      ...{ unitId: unit?.id ?? null, personId: named[0]?.id ?? null },
      attributes: attributes.values,
    }
    const place = known ?? stationByName.get(name)
    if (place !== undefined) watch.point(written, { lon: place.lonWgs84, lat: place.latWgs84 })
    if (known === undefined) return { ok: true, record: { kind: 'sources', card } }
    return isAsWritten(known, card) ? { ok: true, record: null } : refused('differs', givenCode ?? name)
  }
}

/** What a row says is the same as what is there; what it does not say may be anything. */
function isAsWritten(known: Source, card: Readonly<Partial<Source>>): boolean {
  const { lonWgs84, latWgs84, attributes = {}, ...texts } = card
  const isSame = Object.entries(texts).every(([key, value]) => {
    const there: unknown = Object.entries(known).find(([name]) => name === key)?.[1]
    return value === null || value === undefined || value === there
  })
  const place = { lon: lonWgs84 ?? 0, lat: latWgs84 ?? 0 }
  const isThere = metresBetween({ lon: known.lonWgs84, lat: known.latWgs84 }, place) <= SAME_PLACE_M
  return isSame && isThere && Object.entries(attributes).every(([key, value]) => known.attributes[key] === value)
}

/** The kind that a row names; of one that names a class alone the kind that takes what is left of it. */
function kindOf(row: Row): SourceKind | RecordRefused {
  const [kindText, classText] = [row('kind'), row('class')]
  if (kindText === null && classText === null) return refused('missing', 'kind')
  const named = classText === null ? null : classNamed(classText)
  if (classText !== null && named === null) return refused('kind', classText)
  if (kindText === null) return lastKindOf(named) ?? refused('kind', classText)
  const kind = kindNamed(kindText) ?? lastKindOf(classNamed(kindText))
  if (kind === null) return refused('kind', kindText)
  return named === null || classOfKind(kind) === named ? kind : refused('kind', `${classText} ${kindText}`)
}

/** What is left of a class when no kind of it is named. */
function lastKindOf(named: SourceClass | null): SourceKind | null {
  return (named && kindsOf[named].at(-1)) ?? null
}

function attributesIn(
  kind: SourceKind,
  row: Row,
  said: Row,
): { ok: true; values: Record<string, AttributeValue> } | RecordRefused {
  const own = attributesOf(kind)
  const values: Record<string, AttributeValue> = {}
  for (const attribute of allAttributes) {
    const { key, type } = attribute
    // 无 says that a value is missing, but of a purifier that there is none.
    const text = type === 'yes-no' ? said(key) : row(key)
    if (text === null) continue
    if (!own.some((one) => one.key === key)) return refused('attribute', text)
    const value = attributeValue(attribute, text)
    if (value === null) return refused('attribute', text)
    values[key] = value
  }
  return { ok: true, values }
}

function attributeValue(attribute: Attribute, text: string): AttributeValue | null {
  switch (attribute.type) {
    case 'choice':
      return choiceNamed(attribute.key, text)
    case 'number': {
      const number = typedNumber(text)
      return number !== null && number >= 0 && number <= attribute.most ? number : null
    }
    case 'text':
      return text.length <= attribute.most ? text : null
    case 'yes-no':
      return yesOrNo(text)
  }
}
