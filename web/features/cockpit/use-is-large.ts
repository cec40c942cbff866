import { useSyncExternalStore } from 'react'

/** From here on the type of the wall fits, as wall.css says. */
const large = '(min-width: 1280px)'

/** Is this screen large enough for the type of the wall? */
export function useIsLarge(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(large)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(large).matches,
  )
}
