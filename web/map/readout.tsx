import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type CoordinateSystem, coordinateSystems, fromWgs84 } from '../../src/standards/map-systems.ts'
import { useText } from '../text/language.ts'
import type { Place } from './frame.ts'

/** As people and other maps call them. */
const names = { wgs84: 'WGS 84', gcj02: 'GCJ-02', bd09: 'BD-09' } as const

/**
 * The place under the pointer in the three systems in which maps of China write it, latitude first as people read it out. It is
 * written beside React: it changes with every move of the pointer.
 * @param tell set here: told where the pointer is; null: nowhere
 */
export function Readout({ tell }: { tell: RefObject<(place: Place | null) => void> }) {
  const { t } = useText()
  const list = useRef<HTMLDListElement>(null)
  useLayoutEffect(() => {
    tell.current = (place) => {
      if (list.current === null) return
      list.current.hidden = place === null
      if (place === null) return
      for (const [row, told] of list.current.querySelectorAll('dd').entries()) {
        const system = coordinateSystems[row]
        if (system !== undefined) told.textContent = coordinatesText(place, system)
      }
    }
    return () => {
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

function coordinatesText(place: Place, system: CoordinateSystem): string {
  const { lon, lat } = fromWgs84({ lon: place.lonWgs84, lat: place.latWgs84 }, system)
  return `${lat.toFixed(5)} N, ${lon.toFixed(5)} E`
}
