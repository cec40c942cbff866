import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * For a row of links that scrolls sideways on a narrow screen: the one a person is on must not be the one that is cut off.
 * @param width changes whenever the row may have become wider or another link the current one
 */
export function useHereInSight(width: string): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the width is what moves the links
  useLayoutEffect(() => {
    const row = ref.current
    const here = row?.querySelector('[aria-current]')
    if (row && here instanceof HTMLElement) {
      row.scrollLeft = here.offsetLeft + here.offsetWidth - row.offsetLeft - row.clientWidth + 24
    }
  }, [width])
  return ref
}
