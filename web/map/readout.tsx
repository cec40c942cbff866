import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type CoordinateSystem, coordinateSystems, fromWgs84 } from '../../src/standards/map-systems.ts'
import { useText } from '../text/language.ts'
import type { Place } from './frame.ts'

/** As people and other maps call them. */
const names = { wgs84: 'WGS 84', gcj02: 'GCJ-02', bd09: 'BD-09' } as const

/** Nobody reads figures that change faster; each writing of them costs a frame as much as all else that a move does. [ms] */
const EVERY_MS = 100

/**
 * The place under the pointer in the three systems in which maps of China write it, latitude first as people read it out. It is
 * written beside React: it changes with the moves of the pointer.
 * @param tell set here: told where the pointer is; null: nowhere
 */
export function Readout({ tell }: { tell: RefObject<(place: Place | null) => void> }) {
  const { t } = useText()
  const list = useRef<HTMLDListElement>(null)
  useLayoutEffect(() => {
    let told: Place | null = null
    let timer: ReturnType<typeof setTimeout> | null = null
    const rest = () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    }
    tell.current = (place) => {
      told = place
      if (place === null) rest()
      if (timer !== null) return
      write(list.current, place)
      if (place === null) return
      timer = setTimeout(() => {
        timer = null
        if (told !== place) tell.current(told)
      }, EVERY_MS)
    }
    return () => {
      rest()
      tell.current = () => {}
    }
  }, [tell])
  return (
    <dl ref={list} className="map-readout label" aria-label={t('web.map.coordinates')} hidden>
      {coordinateSystems.map((system) => (
        <div key={system}>
          <dt>{names[system]}</dt>
          <dd />
        </div>
      ))}
    </dl>
  )
}

function write(list: HTMLElement | null, place: Place | null): void {
  if (list === null) return
  list.hidden = place === null
  if (place === null) return
  for (const [row, told] of list.querySelectorAll('dd').entries()) {
    const system = coordinateSystems[row]
    if (system !== undefined) told.textContent = coordinatesText(place, system)
  }
}

function coordinatesText(place: Place, system: CoordinateSystem): string {
  const { lon, lat } = fromWgs84({ lon: place.lonWgs84, lat: place.latWgs84 }, system)
  return `${lat.toFixed(5)} N, ${lon.toFixed(5)} E`
}
