import { useCallback, useMemo } from 'react'
import { aroundCentre, type Bounds, boundsOf, fitted, offsetFrom, type Place, type Size, type View } from './frame.ts'
import type { Ground } from './use-ground.ts'

/** What a map shows first: the circles, the county, or these places and the centre. */
export type Fit = 'circles' | 'county' | readonly Place[]

/** Air around what is fitted. [px] */
const AIR = { circles: 14, county: 24, places: 56 }
/** Beyond the outermost circle an arrow stands. */
const WITH_ARROW = 1.1
/** Of a single place so much is seen to each side. [m] */
const LEAST_M = 450
/** Of sources that stand close, so much. [m] */
const CLOSE_M = 40

/** The views that a map goes to by itself. */
export interface FirstView {
  /** Before anybody moves it; the same function as long as it shows the same ground. */
  first: (size: Size) => View
  circles(size: Size): View
  /** Null where the county's line is not known. */
  county: ((size: Size) => View) | null
  /** So near that these places fill the map. */
  upTo(places: readonly Place[], size: Size): View
}

/** @param outermostKm how far the outermost circle of the county reaches [km] */
export function useFirstView(fit: Fit, anchor: Place, ground: Ground, outermostKm: number): FirstView {
  const { outlines } = ground
  const circles = aroundCentre(outermostKm * 1000 * WITH_ARROW)
  const county = useMemo(() => {
    const corners = outlines.filter(({ level }) => level === 'county').flatMap(({ polygons }) => polygons.flat(2))
    return boundsOf(corners.map(([lonWgs84, latWgs84]) => offsetFrom(anchor, { lonWgs84, latWgs84 })))
  }, [outlines, anchor])
  const { west, east, south, north } = boundsFor(fit, anchor, county, circles)
  const air = typeof fit === 'string' ? AIR[fit] : AIR.places
  return {
    first: useCallback((size) => fitted({ west, east, south, north }, size, air), [west, east, south, north, air]),
    circles: (size) => fitted(circles, size, AIR.circles),
    county: county && ((size) => fitted(county, size, AIR.county)),
    upTo: (places, size) => {
      const bounds = boundsOf(
        places.map((place) => offsetFrom(anchor, place)),
        CLOSE_M,
      )
      return fitted(bounds ?? circles, size, AIR.places)
    },
  }
}

function boundsFor(fit: Fit, anchor: Place, county: Bounds | null, circles: Bounds): Bounds {
  if (fit === 'circles') return circles
  if (fit === 'county') return county ?? circles
  return (
    boundsOf(
      [anchor, ...fit].map((place) => offsetFrom(anchor, place)),
      LEAST_M,
    ) ?? circles
  )
}
