import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { latestQuery, type Station, type Task } from '../../api/queries.ts'
import { CountyMap } from '../../map/county-map.tsx'
import type { Place } from '../../map/frame.ts'
import { stationSpots } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'

const leading = 'a34004'
const none: readonly never[] = []

/** Where my tasks are, numbered as in the list below, with the stations around and where I am. */
export function FieldMap(props: {
  /** What the circles are drawn around. */
  centre: Station
  stations: readonly Station[]
  /** In the order of the list. */
  tasks: readonly Task[]
  here: Place | null
}) {
  const { t, language } = useText()
  const me = useMe()
  const ground = useGround()
  const { centre, stations, here } = props
  const latest = useQuery({ ...latestQuery, enabled: me.may('read-readings') })
  const items = latest.data?.items ?? none
  const all = useMemo(() => stationSpots(stations, items, leading, language), [stations, items, language])
  const tasks = useMemo(
    () =>
      props.tasks.map(({ id, alert, lonWgs84, latWgs84 }, place) => ({
        ...{ id, lonWgs84, latWgs84 },
        number: place + 1,
        name: t('web.field.near-station', { station: alert.stationName }),
      })),
    [props.tasks, t],
  )
  return (
    <CountyMap
      key={centre.id}
      name={t('web.field.map', { tasks: tasks.length })}
      anchor={centre}
      ground={ground}
      fit={useMemo(() => (tasks.length > 0 || here ? [...tasks, ...(here ? [here] : [])] : 'circles'), [tasks, here])}
      hasCircles
      own={all.find(({ id }) => id === centre.id) ?? null}
      stations={useMemo(() => all.filter(({ id }) => id !== centre.id), [all, centre.id])}
      tasks={tasks}
      here={here}
    />
  )
}
