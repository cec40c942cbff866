import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { stationsQuery } from '../../api/queries.ts'
import { hiddenIn, hiddenSearch, type Layer, toggled } from '../../map/layers.ts'
import { Trouble } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { Cockpit } from './cockpit.tsx'
import { NoStation } from './no-station.tsx'

const route = getRouteApi('/inside/')
const none: readonly never[] = []

/** The cockpit in its frame: one screen at a desk, one column on a phone. */
export function CockpitPage() {
  const { t } = useText()
  const me = useMe()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const { station: chosen, hide } = route.useSearch()
  const navigate = useNavigate()
  const hidden = useMemo(() => hiddenIn(hide), [hide])
  const items = stations.data?.items ?? none
  const toggle = useCallback(
    (layer: Layer) =>
      navigate({
        to: '/',
        search: { ...(chosen ? { station: chosen } : {}), ...hiddenSearch(toggled(hidden, layer)) },
        replace: true,
      }),
    [navigate, chosen, hidden],
  )
  if (stations.error) return <Trouble error={stations.error} retry={stations.refetch} />
  if (stations.data && items.length === 0) return <NoStation />
  return (
    <>
      <title>{`${t('web.room.cockpit')} · ${t('web.brand')}`}</title>
      <h1 className="unseen">{t('web.room.cockpit')}</h1>
      <Cockpit
        stations={items}
        station={items.find(({ code }) => code === chosen) ?? items[0]}
        wall={false}
        hidden={hidden}
        onToggle={toggle}
      />
    </>
  )
}
