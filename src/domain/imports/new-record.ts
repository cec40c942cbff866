import type { Outline } from '../../standards/places.ts'
import type { Role } from '../access/table.ts'
import type { LandFeature, RegionLevel } from '../regions/model.ts'
import type { SourceCard } from '../sources/service.ts'
import type { StationLevel } from '../stations/model.ts'
import type { RecordRefused } from './record-cells.ts'

/** A record that a row makes. */
export type NewRecord =
  | {
      kind: 'stations'
      code: string
      name: string
      level: StationLevel
      regionId: string | undefined
      lonWgs84: number
      latWgs84: number
    }
  | {
      kind: 'devices'
      mn: string
      name: string | undefined
      password: string
      stationId: string
      factors: string[]
      minuteInterval: number
    }
  | {
      kind: 'people'
      name: string
      signInName: string
      role: Role
      unitId: string | null
      regionId: string | undefined
      phone: string | null
      /** Null: one is made. */
      password: string | null
    }
  | {
      kind: 'regions'
      code: string
      name: string
      level: RegionLevel
      parent: string | null
      /** Where its borders run, if the file has them. */
      polygons: Outline | null
    }
  | { kind: 'outlines'; regionId: string; polygons: Outline }
  | { kind: 'landscape'; feature: LandFeature }
  | { kind: 'sources'; card: SourceCard & { code: string } }

export type RecordRead =
  /** `isOfOthers`: about nothing that the county has. */
  { ok: true; record: NewRecord | null; isOfOthers?: true } | RecordRefused
