import { type ReactNode, useDeferredValue } from 'react'

/**
 * What is heavy below a page's head: the head stands at once, this is drawn behind it in slices between which the page answers
 * (a slow phone would else stand still for a third of a second). Until then an empty element stands for it: whoever waits for the
 * whole page can tell.
 */
export function Later({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) ? children : <span data-later hidden />
}
