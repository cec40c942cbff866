import { useLayoutEffect, useState } from 'react'

/** The size of an element in CSS pixels, so that a drawing's text keeps its size. 0 until it is laid out. */
export function useSize(): { ref: (element: Element | null) => void; width: number; height: number } {
  const [element, setElement] = useState<Element | null>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    if (!element) return
    const take = ({ width, height }: { width: number; height: number }) =>
      setSize({ width: Math.round(width), height: Math.round(height) })
    take(element.getBoundingClientRect())
    const observer = new ResizeObserver(([entry]) => entry && take(entry.contentRect))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return { ref: setElement, ...size }
}
