import type { Key } from '../../text/language.ts'

export const stepKeys = ['county', 'station', 'people', 'device', 'frame'] as const
export type StepKey = (typeof stepKeys)[number]

/** What of the county is there already. */
export interface There {
  isNamed: boolean
  hasBorders: boolean
  stations: number
  people: number
  devices: number
  hasReadings: boolean
}

export interface Step {
  key: StepKey
  name: Key
  isDone: boolean
}

/** Code of a county that nobody has named yet, as a new installation founds it. */
const UNNAMED = '000000'

export const isNamed = (code: string | undefined) => code !== undefined && code !== UNNAMED

/** The way from the empty system to the first frame, in its order. */
export function stepsOf(there: There): readonly Step[] {
  const done: Readonly<Record<StepKey, boolean>> = {
    county: there.isNamed && there.hasBorders,
    station: there.stations > 0,
    people: there.people > 1,
    device: there.devices > 0,
    frame: there.hasReadings,
  }
  return stepKeys.map((key) => ({ key, name: `web.welcome.step.${key}`, isDone: done[key] }))
}

/** The step to do now: the first that is open behind those that somebody has put off; the last when all are done. */
export function nextStep(steps: readonly Step[], putOff: readonly StepKey[]): StepKey {
  return steps.find(({ key, isDone }) => !isDone && !putOff.includes(key))?.key ?? 'frame'
}
