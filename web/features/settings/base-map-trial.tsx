import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stationsQuery } from '../../api/queries.ts'
import { CountyMap } from '../../map/county-map.tsx'
import { bareSpot } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useText } from '../../text/language.ts'

/** The county on what is set now, to see whether it comes. */
export function BaseMapTrial() {
  const { t } = useText()
  const ground = useGround()
  const station = useQuery(stationsQuery).data?.items[0]
  const own = useMemo(() => (station ? bareSpot(station) : null), [station])
  if (!station) return null
  return (
    <section className="base-map-trial">
      <h2 className="label">{t('web.base-map.trial')}</h2>
      <div className="base-map-frame">
        <CountyMap
          key={station.id}
          name={t('web.base-map.trial')}
          anchor={station}
          ground={ground}
          fit="county"
          own={own}
        />
      </div>
    </section>
  )
}
