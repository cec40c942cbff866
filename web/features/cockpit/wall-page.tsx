import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { startLive } from '../../api/live.ts'
import { stationsQuery } from '../../api/queries.ts'
import { type Layer, toggled } from '../../map/layers.ts'
import { BrandMark } from '../../parts/brand-mark.tsx'
import { Trouble } from '../../parts/states.tsx'
import { goToSignIn } from '../../shell/leave.ts'
import { LiveLine } from '../../shell/live-line.tsx'
import { MeProvider, useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { dateClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { Cockpit } from './cockpit.tsx'
import { NoStation } from './no-station.tsx'
import { placeAt } from './rotation.ts'
import { useWallScreen } from './use-wall-screen.ts'
import './wall.css'

const route = getRouteApi('/wall')
const none: readonly never[] = []

/** The cockpit on the wall (大屏): the same page, dark and large, without a rail; it rotates between stations only when told to. */
export function WallPage() {
  return (
    <MeProvider>
      <Wall />
    </MeProvider>
  )
}

function Wall() {
  const { t } = useText()
  const queries = useQueryClient()
  const me = useMe()
  const { personId } = me
  useEffect(() => startLive(queries, personId, goToSignIn), [queries, personId])
  useWallScreen()
  const [hidden, setHidden] = useState<readonly Layer[]>([])
  const toggle = useCallback((layer: Layer) => setHidden((before) => toggled(before, layer)), [])
  const { station: chosen, rotate } = route.useSearch()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const items = stations.data?.items ?? none
  const place = useRotation(items.length, rotate ?? null)
  const station = rotate === undefined ? (items.find(({ code }) => code === chosen) ?? items[0]) : items[place]
  return (
    <div className="wall" data-theme="dark">
      <title>{`${t('web.wall.title', { county: me.county.name })} · ${t('web.brand')}`}</title>
      <header className="wall-head">
        <BrandMark size={32} />
        <h1>{t('web.wall.title', { county: me.county.name })}</h1>
        {me.county.demo && (
          <span className="badge" title={t('web.demo.explain')}>
            {t('web.demo.badge')}
          </span>
        )}
        {rotate !== undefined && items.length > 1 && (
          <span className="label">{t('web.wall.rotates', { place: place + 1, count: items.length })}</span>
        )}
        <span className="wall-space" />
        <LiveLine />
        <WallClock />
      </header>
      <main id="room">
        {stations.error ? (
          <Trouble error={stations.error} retry={stations.refetch} />
        ) : stations.data && items.length === 0 ? (
          <NoStation />
        ) : (
          <Cockpit stations={items} station={station} wall hidden={hidden} onToggle={toggle} />
        )}
      </main>
    </div>
  )
}

function WallClock() {
  const { t } = useText()
  return <b className="wall-clock nowrap">{dateClockText(useNow(1_000), t)}</b>
}

/** Which station stands now, by this screen's own clock; drawn anew when its turn is over and not before. */
function useRotation(count: number, seconds: number | null): number {
  const [startedAt] = useState(() => Date.now())
  const [place, setPlace] = useState(0)
  useEffect(() => {
    if (seconds === null || count < 2) return
    let timer: ReturnType<typeof setTimeout>
    const turn = () => {
      const now = Date.now()
      setPlace(placeAt(count, seconds, startedAt, now))
      timer = setTimeout(turn, seconds * 1000 - ((now - startedAt) % (seconds * 1000)))
    }
    turn()
    return () => clearTimeout(timer)
  }, [count, seconds, startedAt])
  return place
}
