import { groupedBy } from '../parts/grouped.ts'
import type { Offset } from './frame.ts'

/** Points that stand so near each other that one disc with their number is drawn for them. */
export interface Cluster extends Offset {
  /** Places in the list that was given. */
  members: readonly number[]
}

export interface Clustered {
  clusters: readonly Cluster[]
  /** Places in the list of those that are drawn each on its own. */
  singles: readonly number[]
}

/** Side of a cell. [px] */
const CELL_PX = 56
/** So many in a cell are told apart no more. */
const FEWEST = 6
/** Discs do not stand nearer than this to each other. [px] */
const APART_PX = 34

/**
 * What is drawn of many points at a scale: cells of a grid on the ground, so that nothing changes while the map is dragged;
 * where a cell has many there is one disc at their mean; discs that would touch are one. Each point is in one disc or alone.
 * @param scale [m/px]; nothing changes within a step of it
 */
export function clustered(points: readonly Offset[], scale: number): Clustered {
  const step = stepOf(scale)
  const cellM = CELL_PX * step
  const cells = groupedBy(points.keys(), (at) => {
    const { eastM, northM } = points[at] ?? { eastM: 0, northM: 0 }
    return Math.floor(eastM / cellM) * 2 ** 26 + Math.floor(northM / cellM)
  })
  const singles: number[] = []
  const clusters: Cluster[] = []
  for (const members of [...cells.values()].sort((a, b) => b.length - a.length)) {
    if (members.length < FEWEST) singles.push(...members)
    else join(clusters, { ...meanOf(points, members), members }, points, APART_PX * step)
  }
  return { clusters, singles: singles.sort((a, b) => a - b) }
}

/** The power of two that is nearest to a scale: little changes while the map is zoomed. [m/px] */
export function stepOf(scale: number): number {
  return 2 ** Math.round(Math.log2(scale))
}

/** Adds a disc, or its members to one that stands too near. */
function join(clusters: Cluster[], cluster: Cluster, points: readonly Offset[], apartM: number): void {
  const near = clusters.findIndex((other) => isNearer(other, cluster, apartM))
  const there = clusters[near]
  if (there === undefined) {
    clusters.push(cluster)
    return
  }
  const members = [...there.members, ...cluster.members]
  clusters.splice(near, 1)
  join(clusters, { ...meanOf(points, members), members }, points, apartM)
}

/** By squares: each disc is held against all others, and `Math.hypot` takes ten times as long. */
function isNearer(one: Offset, other: Offset, apartM: number): boolean {
  const east = one.eastM - other.eastM
  const north = one.northM - other.northM
  return east * east + north * north < apartM * apartM
}

function meanOf(points: readonly Offset[], members: readonly number[]): Offset {
  const mean = { eastM: 0, northM: 0 }
  for (const at of members) {
    const { eastM, northM } = points[at] ?? mean
    mean.eastM += eastM / members.length
    mean.northM += northM / members.length
  }
  return mean
}
