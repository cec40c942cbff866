import type { ReactNode } from 'react'
import { type Key, useText } from '../text/language.ts'

// catalogue keys: web.map.air, web.map.farther, web.map.fit-*, web.map.list, web.map.measure, web.map.nearer

/** Drawings of what the tools do, in a field of 16. */
const drawings = {
  nearer: 'M8 3V13M3 8H13',
  farther: 'M3 8H13',
  county: 'M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10',
  circles: 'M8 2.2A5.8 5.8 0 1 1 8 13.8 5.8 5.8 0 1 1 8 2.2ZM8 5.6A2.4 2.4 0 1 1 8 10.4 2.4 2.4 0 1 1 8 5.6Z',
  measure: 'M1.8 10.8 10.8 1.8 14.2 5.2 5.2 14.2ZM4.4 8.2 6 9.8M7 5.6 8.6 7.2M9.6 3 11.2 4.6',
  air: 'M2 5.5H10A2 2 0 1 0 8.2 2.6M2 8.5H12.4A1.9 1.9 0 1 1 10.8 11.4M2 11.5H7',
  list: 'M5.5 4H14M5.5 8H14M5.5 12H14M2 4H3M2 8H3M2 12H3',
} as const

/** A tool of a map; `isOn` where it stays pressed. */
export function Tool(props: {
  drawing: keyof typeof drawings
  name: Key
  isOn?: boolean
  isExpanded?: boolean
  onPress: () => void
  children?: ReactNode
}) {
  const { t } = useText()
  return (
    <button
      type="button"
      className={props.children === undefined ? 'map-tool' : 'map-tool map-tool-wide'}
      aria-label={props.children === undefined ? t(props.name) : undefined}
      title={t(props.name)}
      aria-pressed={props.isOn}
      aria-expanded={props.isExpanded}
      onClick={props.onPress}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path className="map-tool-line" d={drawings[props.drawing]} />
      </svg>
      {props.children}
    </button>
  )
}
