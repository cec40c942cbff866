import { useMedia } from '../../parts/use-media.ts'

/** Is this screen large enough for the type of the wall? From here on it fits, as wall.css says. */
export function useIsLarge(): boolean {
  return useMedia('(min-width: 1280px)')
}
