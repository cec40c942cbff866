import { useSyncExternalStore } from 'react'

/** Up to here the pages are those of a phone, as their style sheets say. */
const narrow = '(max-width: 760px)'

/** Is this screen as narrow as a phone's? */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
  )
}
