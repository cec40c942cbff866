import { useSyncExternalStore } from 'react'

/** Does this hold of the screen? Drawn anew when it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** Is this screen as narrow as a phone's? Up to here the pages are those of a phone, as their style sheets say. */
export function useIsPhone(): boolean {
  return useMedia('(max-width: 760px)')
}
