import type { Resolution, Source } from './model.ts'
import { periodOf, type RolledResolution } from './periods.ts'

/** A period to be rolled up (again). [end, epoch ms] */
export interface Due {
  resolution: RolledResolution
  periodEnd: number
}

/**
 * What has to be rolled up again when a layer was added to a period: only what is longer, so roll-ups never call for
 * themselves. What was rolled up of the period itself need not be looked at: layers.ts says which of both stands.
 */
export function duesOf(change: { resolution: Resolution; periodEnd: number }): Due[] {
  const due = (resolution: RolledResolution): Due => ({
    resolution,
    periodEnd: periodOf(resolution, change.periodEnd).end,
  })
  switch (change.resolution) {
    case 'minute':
      return [due('hour')]
    case 'hour':
      return [due('day')]
    case 'day':
      return [due('month'), due('year')]
    case 'realtime':
    case 'month':
    case 'year':
      return []
  }
}

/** Did the value come as it is, from the device, a file or a feed? */
export function isOwn(source: Source): boolean {
  return source === 'frame' || source === 'import' || source === 'feed' || source === 'reviewed'
}
