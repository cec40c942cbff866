import { useSyncExternalStore } from 'react'

const wish = matchMedia('(prefers-reduced-motion: reduce)')

function subscribe(then: () => void): () => void {
  wish.addEventListener('change', then)
  return () => wish.removeEventListener('change', then)
}

/** Does whoever looks wish that nothing moves? */
export function useCalmWish(): boolean {
  return useSyncExternalStore(subscribe, () => wish.matches)
}
