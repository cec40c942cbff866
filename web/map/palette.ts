import { useEffect, useState } from 'react'

/** Colours and letters of a map's canvas, from the tokens. */
export interface Palette {
  mark: string
  halo: string
  surface: string
  ink: string
  accent: string
  font: string
  /** Size of the letters. [px] */
  type: number
}

/** The tokens as they are at an element, taken again when the page changes between light and dark; null until it stands. */
export function usePalette(element: Element | null): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null)
  useEffect(() => {
    const take = () => {
      if (!element) return
      const style = getComputedStyle(element)
      const token = (name: string) => style.getPropertyValue(name).trim()
      const type = Number.parseFloat(token('--map-type')) || 12
      setPalette({
        mark: token('--map-source'),
        halo: token('--map-land'),
        surface: token('--surface'),
        ink: token('--ink'),
        accent: token('--accent'),
        font: `700 ${type}px ${token('--font')}`,
        type,
      })
    }
    take()
    const observer = new MutationObserver(take)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [element])
  return palette
}
