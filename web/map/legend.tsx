import { memo, type ReactNode } from 'react'
import type { sourceClasses } from '../../src/domain/sources/model.ts'
import { SourceShape } from '../parts/marks.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { PIN_BODY } from './few.tsx'
import { roundLength, type View } from './frame.ts'
import { type Layer, layers } from './layers.ts'
import { type Stand, useDrawn } from './stand.ts'

// catalogue keys: web.map.layer.*

/** Widest a scale is drawn. [px] */
const SCALE_PX = 90

const shapes: Readonly<Record<Layer, ReactNode>> = {
  mobile: <SourceSign source="mobile" />,
  dust: <SourceSign source="dust" />,
  industry: <SourceSign source="industry" />,
  living: <SourceSign source="living" />,
  cases: (
    <svg width="11" height="15" viewBox="0 0 20 28" aria-hidden="true" className="pin">
      <path className="pin-body" d={PIN_BODY} />
      <circle className="pin-hole" cx="10" cy="9.8" r="4.4" />
    </svg>
  ),
  stations: (
    <svg width="24" height="14" viewBox="0 0 24 14" aria-hidden="true" className="station-mark">
      <rect className="station-box" x=".5" y=".5" width="23" height="13" rx="2" />
      <rect className="station-bar station-bar-none" x="1" y="1" width="4" height="12" />
    </svg>
  ),
  upwind: (
    <svg width="16" height="14" viewBox="0 0 16 14" aria-hidden="true">
      <path className="upwind" d="M15 7 1 2V12Z" />
    </svg>
  ),
}

function SourceSign({ source }: { source: (typeof sourceClasses)[number] }) {
  return (
    <svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true" className="source-sign">
      <SourceShape source={source} />
    </svg>
  )
}

/** What the marks of a map mean; a press leaves a kind out or shows it again. And how long a way on the ground is drawn. */
export const Legend = memo(function Legend(props: {
  /** Kinds that are on this map. */
  shown: readonly Layer[]
  hidden: readonly Layer[]
  onToggle: (layer: Layer) => void
  stand: Stand
  first: View
}) {
  const { t } = useText()
  const { scale } = useDrawn(props.stand, props.first)
  const length = roundLength(scale, SCALE_PX)
  return (
    <div className="map-legend label">
      {layers
        .filter((layer) => props.shown.includes(layer))
        .map((layer) => (
          <button
            key={layer}
            type="button"
            className="legend-item"
            aria-pressed={!props.hidden.includes(layer)}
            title={t('web.map.layer-note')}
            onClick={() => props.onToggle(layer)}
          >
            {shapes[layer]} <span>{wordOf('web.map.layer', layer, t)}</span>
          </button>
        ))}
      <span className="map-scale">
        <svg width={length / scale + 1} height="8" aria-hidden="true">
          <path className="map-scale-bar" d={`M.5 1V7H${length / scale + 0.5}V1`} />
        </svg>
        {length < 1_000 ? `${length} m` : `${length / 1_000} km`}
      </span>
    </div>
  )
})
