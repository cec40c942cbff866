import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type CircleRadii, radiiOfCircles, usualRadiiKm } from '../../src/domain/stations/model.ts'
import { circlesQuery } from '../api/queries.ts'
import { useMe } from '../shell/me.tsx'

/** How far the circles of the county reach; the usual ones until it is known, and for who may not know. [km] */
export function useRadii(): CircleRadii {
  const me = useMe()
  const said = useQuery({ ...circlesQuery, enabled: me.may('read-stations') }).data?.radiiKm
  return useMemo(() => (said === undefined ? usualRadiiKm : radiiOfCircles(said)), [said])
}
