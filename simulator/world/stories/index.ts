import type { Story } from '../story.ts'
import { dustDay } from './dust-day.ts'
import { fireworks } from './fireworks.ts'
import { nightConstruction } from './night-construction.ts'
import { stagnantDays } from './stagnant-days.ts'
import { strawBurning } from './straw-burning.ts'
import { treatmentOff } from './treatment-off.ts'

/** What is planted in the demo county; one file a story. */
export const stories: readonly Story[] = [
  strawBurning,
  nightConstruction,
  treatmentOff,
  dustDay,
  stagnantDays,
  fireworks,
]
