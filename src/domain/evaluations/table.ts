import type { Certainty } from '../../standards/certainty.ts'
import type { StationLevel } from '../stations/model.ts'

/** By which of its stations an area is evaluated: those of the first of these levels that it has. */
export interface StationChoice {
  /** First civil day `YYYY-MM-DD` of the data to which it applies. */
  from: string
  levels: readonly StationLevel[]
  certainty: Certainty
  source: string
}

/**
 * National evaluation goes by the national-control stations alone; provinces evaluate counties by their own where there is no
 * national one. Micro-stations are no reference method: what rests on them alone is told, and is not for judgement
 * (fact sheet, 3.4: no national rule for towns with micro-stations).
 */
export const stationChoices: readonly StationChoice[] = [
  {
    from: '1970-01-01',
    levels: ['national', 'provincial', 'micro'],
    certainty: 'U',
    source: 'practice of the national monthly reports and of provincial notices; no document names it for counties',
  },
]

/** Levels whose results are official ones. */
export const officialLevels: readonly StationLevel[] = ['national', 'provincial']
