import { startTransition, useCallback, useState } from 'react'

/** Who is told of an element's size; `isFirst` until something has been drawn for it. */
interface Taker {
  take: (size: { width: number; height: number }) => void
  isFirst: boolean
}

const takers = new WeakMap<Element, Taker>()
let shared: ResizeObserver | null = null

/** One observer for all of a page: what is laid out in the same frame is drawn in one go. */
function observer(): ResizeObserver {
  shared ??= new ResizeObserver((entries) => {
    const told = entries.flatMap(({ target, contentRect: { width, height } }) => {
      const one = takers.get(target)
      return one ? [{ one, size: { width: Math.round(width), height: Math.round(height) } }] : []
    })
    startTransition(() => {
      for (const { one, size } of told) if (one.isFirst) one.take(size)
    })
    for (const { one, size } of told) {
      if (!one.isFirst) one.take(size)
      one.isFirst = false
    }
  })
  return shared
}

/**
 * The size of an element in CSS pixels, so that a drawing's text keeps its size. 0 until it is laid out, which is told by the
 * frame that lays out the page: asking earlier would lay out all of a new page in the middle of putting it up. The first drawing
 * is made in slices, as everything that a page begins with is. With the size comes the element itself.
 * @param isAsked for what is put up behind a page's head: it is asked as soon as it is there, so that it is drawn in the frame that
 *   lays it out and not in the one after the next. It has no padding.
 */
export function useSize<E extends Element>(
  isAsked = false,
): {
  ref: (element: E | null) => (() => void) | undefined
  element: E | null
  width: number
  height: number
} {
  const [known, setKnown] = useState<{ element: E | null; width: number; height: number }>(unknown)
  const ref = useCallback(
    (element: E | null) => {
      if (!element) return
      const take = ({ width, height }: { width: number; height: number }) =>
        setKnown((before) => {
          const isSame = before.element === element && before.width === width && before.height === height
          return isSame ? before : { element, width, height }
        })
      if (isAsked) take({ width: element.clientWidth, height: element.clientHeight })
      takers.set(element, { take, isFirst: !isAsked })
      observer().observe(element)
      return () => {
        takers.delete(element)
        observer().unobserve(element)
      }
    },
    [isAsked],
  )
  return { ref, ...known }
}

const unknown = { element: null, width: 0, height: 0 }
