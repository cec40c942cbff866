import type { CaseStage, SourceClass } from '../../src/domain/cases/model.ts'
import type { AqiLevel } from '../../src/standards/aqi-levels.ts'
import type { Place } from './frame.ts'

/** A source of pollution, drawn by the shape of its class. */
export interface SourceSpot extends Place {
  id: string
  class: SourceClass
  name: string
  /** What is said beside its name: kind, distance. */
  detail: string
}

/** A station with its value of the hour. */
export interface StationSpot extends Place {
  id: string
  code: string
  name: string
  /** As it is written, — where the hour has none; null: this map is about no values. */
  value: string | null
  /** Factor, unit and hour of the value. */
  detail: string
  /** Level of the hour's AQI; null: none. */
  level: AqiLevel | null
}

/** An open case at its place. */
export interface CaseSpot extends Place {
  id: string
  title: string
  stage: CaseStage
  late: boolean
  /** It is told of beside the map. */
  isChosen?: boolean
}

/** The wind at a station. */
export interface WindNow {
  /** Where it comes from. [°, clockwise from north] */
  fromDeg: number
  speedMs: number
}
