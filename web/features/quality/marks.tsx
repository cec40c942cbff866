import type { Quality } from '../../../src/domain/readings/model.ts'
import './marks.css'

/** The drawing of a quality around a centre: dot valid, triangle in doubt, cross invalid, ring too few. */
export function QualityShape({ quality, x, y, r }: { quality: Quality; x: number; y: number; r: number }) {
  if (quality === 'valid') return <circle className="quality-valid" cx={x} cy={y} r={r * 0.7} />
  if (quality === 'suspect') {
    return <path className="quality-suspect" d={`M${x} ${y - r * 1.1}L${x + r * 1.1} ${y + r * 0.8}H${x - r * 1.1}Z`} />
  }
  if (quality === 'invalid') {
    return (
      <path
        className="quality-invalid"
        d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`}
      />
    )
  }
  return <circle className="quality-insufficient" cx={x} cy={y} r={r * 0.9} />
}

/** The word stands beside it. */
export function QualityMark({ quality }: { quality: Quality }) {
  return (
    <svg className="mark" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <QualityShape quality={quality} x={7} y={7} r={4.6} />
    </svg>
  )
}
