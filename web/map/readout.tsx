import { type RefObject, useLayoutEffect, useState } from 'react'
import { coordinateSystems, fromWgs84 } from '../../src/standards/map-systems.ts'
import { useText } from '../text/language.ts'
import type { Place } from './frame.ts'

/** As people and other maps call them. */
const names = { wgs84: 'WGS 84', gcj02: 'GCJ-02', bd09: 'BD-09' } as const

/**
 * The place under the pointer in the three systems in which maps of China write it, latitude first as people read it out. It alone
 * is drawn anew as the pointer moves.
 * @param tell set here: told where the pointer is; null: nowhere
 */
export function Readout({ tell }: { tell: RefObject<(place: Place | null) => void> }) {
  const { t } = useText()
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    tell.current = setPlace
    return () => {
      tell.current = () => {}
    }
  }, [tell])
  if (place === null) return null
  return (
    <dl className="map-readout label" aria-label={t('web.map.coordinates')}>
      {coordinateSystems.map((system) => {
        const { lon, lat } = fromWgs84({ lon: place.lonWgs84, lat: place.latWgs84 }, system)
        return (
          <div key={system}>
            <dt>{names[system]}</dt>
            <dd>
              {lat.toFixed(5)} N, {lon.toFixed(5)} E
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
