import './charts.css'
import { scale, ticks } from './scale.ts'
import { useSize } from './use-size.ts'

const left = 44
const top = 34
const bottom = 24
/** A figure stands over its bar where the bar has room for it. [px] */
const ROOM = 26

export interface Pair {
  name: string
  old: number | null
  now: number | null
}

/** Two values beside each other for each name: the older pale, the newer dark; what is not there leaves its place empty. */
export function PairedBars(props: {
  pairs: readonly Pair[]
  names: { old: string; now: string }
  text: (value: number) => string
  height: number
  label: string
}) {
  const { ref, width } = useSize()
  const values = props.pairs.flatMap(({ old, now }) => [old, now].filter((value) => value !== null))
  const highest = Math.max(0.001, ...values) * 1.1
  const base = props.height - bottom
  const y = scale([0, highest], [base, top])
  const slot = Math.max(0, width - left) / Math.max(1, props.pairs.length)
  const bar = Math.min(34, slot * 0.36)
  return (
    <figure ref={ref} className="chart" role="img" aria-label={props.label}>
      <svg width={width} height={props.height} aria-hidden="true">
        <rect x={left} y={4} width={12} height={12} className="bar" />
        <text x={left + 18} y={14}>
          {props.names.old}
        </text>
        <rect x={left + 70} y={4} width={12} height={12} className="bar-over" />
        <text x={left + 88} y={14} className="strong">
          {props.names.now}
        </text>
        {ticks(0, highest, 4).map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${left} ${y(tick)}H${width}`} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {props.pairs.map(({ name, old, now }, place) => {
          const middle = left + (place + 0.5) * slot
          return (
            <g key={name}>
              {old !== null && (
                <rect className="bar" x={middle - bar - 1} y={y(old)} width={bar} height={base - y(old)} />
              )}
              {now !== null && (
                <rect className="bar-over" x={middle + 1} y={y(now)} width={bar} height={base - y(now)} />
              )}
              {bar >= ROOM && old !== null && (
                <text x={middle - bar / 2 - 1} y={y(old) - 4} textAnchor="middle">
                  {props.text(old)}
                </text>
              )}
              {bar >= ROOM && now !== null && (
                <text x={middle + bar / 2 + 1} y={y(now) - 4} textAnchor="middle" className="strong">
                  {props.text(now)}
                </text>
              )}
              <text x={middle} y={props.height - 6} textAnchor="middle">
                {name}
              </text>
            </g>
          )
        })}
        <path className="day" d={`M${left} ${base}H${width}`} />
      </svg>
      <table className="unseen">
        <tbody>
          {props.pairs.map(({ name, old, now }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{old === null ? '–' : props.text(old)}</td>
              <td>{now === null ? '–' : props.text(now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
