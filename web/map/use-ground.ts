import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type BaseMap,
  baseMapQuery,
  type LandFeature,
  landscapeQuery,
  type Outline,
  outlinesQuery,
} from '../api/queries.ts'
import { useMe } from '../shell/me.tsx'

/** What lies below the marks: borders, and what is on the ground. */
export interface Ground {
  outlines: readonly Outline[]
  landscape: readonly LandFeature[]
  /** What lies under it all by the county's setting; null: nothing, or not known yet. */
  base: BaseMap | null
}

/** The county's own drawing, as far as it was brought in and may be seen, and what it lies on. */
export function useGround(): Ground {
  const me = useMe()
  const enabled = me.may('read-stations')
  const outlines = useQuery({ ...outlinesQuery, enabled }).data?.items
  const landscape = useQuery({ ...landscapeQuery, enabled }).data?.items
  const set = useQuery(baseMapQuery).data
  const base = set === undefined || set.kind === 'none' ? null : set
  return useMemo(() => ({ outlines: outlines ?? [], landscape: landscape ?? [], base }), [outlines, landscape, base])
}
