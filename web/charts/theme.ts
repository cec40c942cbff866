import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { LineColour } from './line.ts'

/** The colours and type of a drawing that no style sheet reaches: read from the tokens where it stands. */
export interface Theme {
  surface: string
  grid: string
  edge: string
  ink: string
  ink2: string
  ink3: string
  accent: string
  brick: string
  ochre: string
  bar: string
  lines: Readonly<Record<LineColour, string>>
  /** of small text, as a canvas takes it: `12px / 16px …` */
  label: string
  /** of the name at the end of a line */
  name: string
}

function themeOf(element: Element): Theme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const lineOf = (colour: LineColour) => token(colour === 'peer' ? 'line3' : `series-${colour}`)
  return {
    surface: token('surface'),
    grid: token('line'),
    edge: token('line2'),
    ink: token('ink'),
    ink2: token('ink2'),
    ink3: token('ink3'),
    accent: token('accent'),
    brick: token('brick'),
    ochre: token('ochre'),
    bar: token('bar'),
    lines: {
      pm25: lineOf('pm25'),
      pm10: lineOf('pm10'),
      o3: lineOf('o3'),
      no2: lineOf('no2'),
      so2: lineOf('so2'),
      co: lineOf('co'),
      peer: lineOf('peer'),
    },
    label: token('label'),
    name: `bold ${token('body')}`,
  }
}

/** The theme where an element stands; read again when light turns to dark, there or anywhere above. */
export function useTheme(element: Element | null): Theme | null {
  const [theme, setTheme] = useState<Theme | null>(null)
  useLayoutEffect(() => {
    if (element === null) return
    const read = () => setTheme(themeOf(element))
    read()
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'], subtree: true })
    // A sheet is laid out as soon as this has returned.
    const readNow = () => flushSync(read)
    addEventListener('beforeprint', readNow)
    return () => {
      observer.disconnect()
      removeEventListener('beforeprint', readNow)
    }
  }, [element])
  return theme
}
