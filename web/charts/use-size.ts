import { startTransition, useCallback, useState } from 'react'

/**
 * The size of an element in CSS pixels, so that a drawing's text keeps its size. 0 until it is laid out, which is told by the
 * frame that lays out the page: asking earlier would lay out all of a new page in the middle of putting it up. The first drawing
 * is made in slices, as everything that a page begins with is.
 */
export function useSize(): {
  ref: (element: Element | null) => (() => void) | undefined
  width: number
  height: number
} {
  const [size, setSize] = useState({ width: 0, height: 0 })
  const ref = useCallback((element: Element | null) => {
    if (!element) return
    let isFirst = true
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const { width, height } = entry.contentRect
      const give = () => setSize({ width: Math.round(width), height: Math.round(height) })
      if (isFirst) startTransition(give)
      else give()
      isFirst = false
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, ...size }
}
