import type { Certainty } from '../../standards/certainty.ts'
import type { StationLevel } from '../stations/model.ts'

/** By which of its stations an area is evaluated: those of the first of these levels that it has. */
export interface StationChoice {
  levels: readonly StationLevel[]
  certainty: Certainty
  source: string
}

/**
 * National evaluation goes by the national-control stations alone; provinces evaluate counties by their own where there is no
 * national one. Micro-stations are no reference method: what rests on them alone is told, and is not for judgement
 * (fact sheet, 3.4: no national rule for towns with micro-stations). A county may set its own in `weike.json`.
 */
export const usualStationChoice: StationChoice = {
  levels: ['national', 'provincial', 'micro'],
  certainty: 'U',
  source: 'practice of the national monthly reports and of provincial notices; no document names it for counties',
}

/** The levels of a county, in their order. */
export type LevelsOf = (countyId: string) => readonly StationLevel[]

export const usualLevelsOf: LevelsOf = () => usualStationChoice.levels

/** Levels whose results are official ones. */
export const officialLevels: readonly StationLevel[] = ['national', 'provincial']
