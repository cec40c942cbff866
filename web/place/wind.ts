/** The eight winds by where they come from, clockwise from north. */
export const winds = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Wind = (typeof winds)[number]

/** Below this the direction means nothing: calm (QX/T 51: 0.2 m/s and less is wind force 0). [m/s] */
export const CALM_BELOW_MS = 0.3

/** The wind's name by the direction it comes from. [°, clockwise from north] */
export function windOf(fromDeg: number): Wind {
  return winds[Math.round((((fromDeg % 360) + 360) % 360) / 45) % 8] ?? 'n'
}
