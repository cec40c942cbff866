import { type Binding, bindingAt } from '../devices/model.ts'
import type { Resolution } from '../readings/model.ts'
import type { CircleRadii, Station } from '../stations/model.ts'
import type { Rule, RuleOf } from './model.ts'
import { looksAtPlace, looksAtTime, placesOf, type WatchedPlace } from './narrowing.ts'

/** What readings are judged by: the rules in force and where the devices of the county stood and stand. */
export interface Ground {
  /** Those that are enabled. */
  rules: ReadonlyMap<string, Rule>
  /** Which look at a factor of a resolution; a rule without a factor looks at every one. */
  watching(resolution: Resolution, factor: string): readonly Rule[]
  /** Whose silence is looked for, by resolution. */
  listening(resolution: Resolution): readonly Rule[]
  /** Those about feeds. */
  aboutFeeds: readonly RuleOf<'stale'>[]
  /** The devices that hold what a feed brings, that of the foremost station first. */
  devicesOfFeed(feedId: string): readonly string[]
  /** Does any rule look at what the data of a resolution say? */
  isRead(resolution: Resolution): boolean
  /** Does any rule look at the resolution, if only for its silence? */
  isWatched(resolution: Resolution): boolean
  /** Where a device stood, whoever looks; null: it measured something else. */
  standsAt(deviceId: string, periodEnd: number): string | null
  /** The station at which a rule finds something of a device; null: it does not look there, or not then. */
  stationOf(rule: Rule, deviceId: string, periodEnd: number): string | null
  /** The same with some of the rules only. */
  limitedTo(isKept: (rule: Rule) => boolean): Ground
}

export function groundOf(
  rules: readonly Rule[],
  bindings: readonly Binding[],
  stations: readonly Station[],
  radiiKm: CircleRadii,
  feeds: ReadonlyMap<string, readonly string[]> = new Map(),
): Ground {
  const enabled = rules.filter((rule) => rule.enabled)
  const ofDevice = Map.groupBy(bindings, (one) => one.deviceId)
  const places: ReadonlyMap<string, WatchedPlace> = placesOf(stations, radiiKm)
  const ofReadings = enabled.filter((rule) => rule.kind !== 'stale')
  const watched = new Set(ofReadings.map((rule) => rule.resolution))
  const listening = Map.groupBy(
    enabled.filter((rule) => rule.kind === 'silent'),
    (rule) => rule.resolution,
  )
  const reading = ofReadings.filter((rule) => rule.kind !== 'silent')
  const read = new Set(reading.map((rule) => rule.resolution))
  const known = new Map<Resolution, Map<string, readonly Rule[]>>()
  const standsAt = (deviceId: string, periodEnd: number) => {
    const bound = bindingAt(ofDevice.get(deviceId) ?? [], periodEnd)
    return bound?.subjectType === 'station' ? bound.subjectId : null
  }
  return {
    standsAt,
    aboutFeeds: enabled.filter((rule) => rule.kind === 'stale'),
    devicesOfFeed: (feedId) => feeds.get(feedId) ?? [],
    limitedTo: (isKept) => groundOf(enabled.filter(isKept), bindings, stations, radiiKm, feeds),
    rules: new Map(enabled.map((rule) => [rule.id, rule])),
    watching(resolution, factor) {
      let ofResolution = known.get(resolution)
      if (ofResolution === undefined) {
        ofResolution = new Map()
        known.set(resolution, ofResolution)
      }
      let found = ofResolution.get(factor)
      if (found === undefined) {
        found = reading.filter(
          (rule) => rule.resolution === resolution && (rule.factor === null || rule.factor === factor),
        )
        ofResolution.set(factor, found)
      }
      return found
    },
    listening: (resolution) => listening.get(resolution) ?? [],
    isRead: (resolution) => read.has(resolution),
    isWatched: (resolution) => watched.has(resolution),
    stationOf(rule, deviceId, periodEnd) {
      if (!looksAtTime(rule.narrowing, periodEnd)) return null
      const stationId = standsAt(deviceId, periodEnd)
      if (stationId === null || (rule.stationId !== null && rule.stationId !== stationId)) return null
      return looksAtPlace(rule.narrowing, places.get(stationId)) ? stationId : null
    },
  }
}
