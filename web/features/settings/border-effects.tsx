import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { isInside, type Outline } from '../../../src/standards/places.ts'
import { casesQuery, type Region, regionsQuery, type Station, sourcesQuery } from '../../api/queries.ts'
import type { Place } from '../../map/frame.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { within as regionsWithin } from '../cases/regions.ts'
import { lonLat } from './border-draft.ts'

/** What lies inside the line as it is drawn, and what saving it changes and what not. */
export const BorderEffects = memo(function BorderEffects({
  region,
  outline,
  stations,
}: {
  region: Region
  outline: Outline
  stations: readonly Station[]
}) {
  const { t } = useText()
  const me = useMe()
  const sources = useQuery({ ...sourcesQuery({}), enabled: me.may('read-sources') }).data?.items ?? []
  const cases = useQuery({ ...casesQuery, enabled: me.may('read-case') }).data?.items ?? []
  const regions = useQuery(regionsQuery).data?.items ?? []
  // What is filed under a grid of a town is filed under the town.
  const own = regionsWithin(regions, region.id)
  const isElsewhere = (id: string) => own.every((one) => one.id !== id)
  const within = <T extends Place>(all: readonly T[]) => all.filter((one) => isInside(outline, lonLat(one)))
  const placed = cases.flatMap(({ state, regionName, lonWgs84, latWgs84 }) =>
    state === 'closed' || lonWgs84 === null || latWgs84 === null ? [] : [{ regionName, lonWgs84, latWgs84 }],
  )
  const [sourcesIn, casesIn, stationsIn] = [within(sources), within(placed), within(stations)]
  const elsewhere =
    sourcesIn.filter(({ regionId }) => isElsewhere(regionId)).length +
    casesIn.filter(({ regionName }) => own.every(({ name }) => name !== regionName)).length +
    stationsIn.filter(({ regionId }) => isElsewhere(regionId)).length
  return (
    <section aria-label={t('web.border.effects')}>
      <h3 className="border-head">{t('web.border.effects')}</h3>
      <p className="label">
        {t('web.border.inside', { sources: sourcesIn.length, cases: casesIn.length, stations: stationsIn.length })}
        {elsewhere > 0 && ` ${t('web.border.filed-elsewhere', { count: elsewhere, region: region.name })}`}
      </p>
      <p className="label">{t('web.border.will')}</p>
    </section>
  )
})
