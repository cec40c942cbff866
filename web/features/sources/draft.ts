import {
  type Attributes,
  type AttributeValue,
  attributesOf,
  type SourceKind,
} from '../../../src/domain/sources/model.ts'
import { containing, type Outlined } from '../../../src/standards/places.ts'
import type { Outline, SourceDetail } from '../../api/queries.ts'

/** A source's card as it stands in the form: numbers as typed. */
export interface SourceDraft {
  code: string
  name: string
  kind: SourceKind
  lon: string
  lat: string
  /** Empty: by the borders, or the whole county. */
  regionId: string
  address: string
  ownerUnitId: string
  ownerName: string
  unitId: string
  personId: string
  notes: string
  /** By key: what was typed or chosen; `yes` and `no` of a question. */
  attributes: Readonly<Record<string, string>>
}

export function newSource(unitId: string): SourceDraft {
  return {
    ...{ code: '', name: '', kind: 'construction-site', lon: '', lat: '', regionId: '', address: '' },
    ...{ ownerUnitId: '', ownerName: '', unitId, personId: '', notes: '', attributes: {} },
  }
}

export function draftOf(source: SourceDetail): SourceDraft {
  const written = Object.entries(source.attributes).map(([key, value]): [string, string] => [key, typedOf(value)])
  return {
    ...{ code: source.code, name: source.name, kind: source.kind, regionId: source.regionId },
    ...{ lon: shownDegrees(source.lonWgs84), lat: shownDegrees(source.latWgs84), address: source.address ?? '' },
    ...{ ownerUnitId: source.ownerUnitId ?? '', ownerName: source.ownerName ?? '' },
    ...{ unitId: source.unitId ?? '', personId: source.personId ?? '', notes: source.notes ?? '' },
    attributes: Object.fromEntries(written),
  }
}

/** To six decimals: a tenth of a metre. */
function shownDegrees(degree: number): string {
  return String(Number(degree.toFixed(6)))
}

function typedOf(value: AttributeValue): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

/** What a person typed as a coordinate; null: no number within its range. [°] */
export function degrees(text: string, most: number): number | null {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) && Math.abs(number) <= most ? number : null
}

/** The place that was typed, or null. */
export function placeOf({ lon, lat }: Pick<SourceDraft, 'lon' | 'lat'>): { lonWgs84: number; latWgs84: number } | null {
  const [lonWgs84, latWgs84] = [degrees(lon, 180), degrees(lat, 90)]
  return lonWgs84 === null || latWgs84 === null ? null : { lonWgs84, latWgs84 }
}

const depths = { county: 0, town: 1, village: 2, grid: 3 } as const

/** The region below the county whose borders hold a place, as far as borders are known. */
export function regionAt(
  outlines: readonly Outline[],
  place: { lonWgs84: number; latWgs84: number } | null,
): { regionId: string; name: string } | null {
  if (place === null) return null
  const regions = outlines.map((one): Outlined & { regionId: string; name: string } => ({
    ...{ regionId: one.regionId, name: one.name, outline: one.polygons, depth: depths[one.level] },
  }))
  const found = containing(regions, { lon: place.lonWgs84, lat: place.latWgs84 })
  return found === undefined || found.depth === 0 ? null : found
}

/** The attributes of the chosen kind, read; what was left empty is left out. */
export function attributesFrom(kind: SourceKind, typed: SourceDraft['attributes']): Attributes {
  return Object.fromEntries(
    attributesOf(kind).flatMap(({ key, type }): [string, AttributeValue][] => {
      const text = typed[key]?.trim() ?? ''
      if (text === '') return []
      if (type === 'number') return Number.isFinite(Number(text)) ? [[key, Number(text)]] : []
      return [[key, type === 'yes-no' ? text === 'yes' : text]]
    }),
  )
}

/** The card that is sent. */
export function cardOf(draft: SourceDraft, place: { lonWgs84: number; latWgs84: number }) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    ...{ name: draft.name.trim(), kind: draft.kind, ...place },
    ...(draft.regionId === '' ? {} : { regionId: draft.regionId }),
    ...{ address: orNull(draft.address), notes: orNull(draft.notes) },
    ...{ ownerUnitId: orNull(draft.ownerUnitId), ownerName: orNull(draft.ownerName) },
    ...{ unitId: orNull(draft.unitId), personId: orNull(draft.personId) },
    attributes: attributesFrom(draft.kind, draft.attributes),
  }
}
