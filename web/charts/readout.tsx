import type { Resolution } from '../../src/domain/readings/model.ts'
import { useText } from '../text/language.ts'
import { valueText, wordOf } from '../text/names.ts'
import { periodText } from '../time/period.ts'
import { type Line, nearestPlace, qualityAt } from './line.ts'
import { type SharedAxis, useCrosshair } from './shared-axis.ts'

// catalogue keys: web.station.quality.*

/** In one line, what all charts of a page say where the crosshair stands; until it does, how to use them. */
export function Readout(props: { axis: SharedAxis; lines: readonly Line[]; resolution: Resolution; now: number }) {
  const { t } = useText()
  const at = useCrosshair(props.axis)
  if (at === null) {
    return (
      <p className="readout label">
        <span className="hint-mouse">{t('web.chart.hint')}</span>
        <span className="hint-touch">{t('web.chart.hint-touch')}</span>
      </p>
    )
  }
  return (
    <p className="readout" aria-hidden="true">
      <span>{periodText(props.resolution, at, props.now)}</span>
      {props.lines.map((line) => {
        const place = nearestPlace(line.ends, at)
        const isHere = Math.abs((line.ends[place] ?? Number.POSITIVE_INFINITY) - at) <= line.stepMs / 2
        const value = isHere ? (line.values[place] ?? null) : null
        const quality = isHere ? qualityAt(line, place) : 'valid'
        return (
          <span key={line.key} className="nowrap">
            {line.name} <b>{value === null ? '—' : valueText(value, line.factor)}</b>{' '}
            <span className="label">{line.unit}</span>
            {quality !== 'valid' && (
              <span className={`quality-word-${quality}`}> {wordOf('web.station.quality', quality, t)}</span>
            )}
          </span>
        )
      })}
    </p>
  )
}
