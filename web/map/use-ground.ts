import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type LandFeature, landscapeQuery, type Outline, outlinesQuery } from '../api/queries.ts'
import { useMe } from '../shell/me.ts'

/** What lies below the marks: borders, and what is on the ground. */
export interface Ground {
  outlines: readonly Outline[]
  landscape: readonly LandFeature[]
}

/** The county's own drawing, as far as it was brought in and may be seen. */
export function useGround(): Ground {
  const me = useMe()
  const enabled = me.may('read-stations')
  const outlines = useQuery({ ...outlinesQuery, enabled }).data?.items
  const landscape = useQuery({ ...landscapeQuery, enabled }).data?.items
  return useMemo(() => ({ outlines: outlines ?? [], landscape: landscape ?? [] }), [outlines, landscape])
}
