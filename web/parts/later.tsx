import { type ReactNode, useDeferredValue } from 'react'

/**
 * What is heavy below a page's head: the head stands at once, this is drawn behind it in slices between which the page answers
 * (a slow phone would else stand still for a third of a second).
 */
export function Later({ children, instead = null }: { children: ReactNode; instead?: ReactNode }) {
  return useDeferredValue(true, false) ? children : instead
}
