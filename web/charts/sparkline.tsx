import { HOUR_MS } from '../../src/standards/civil-time.ts'
import './charts.css'
import { lineDomain, type Point, runs, scale } from './scale.ts'
import { useSize } from './use-size.ts'

const HEIGHT = 52

interface SparklineProps {
  points: readonly Point[]
  from: number
  to: number
  limit: number | null
}

/** The last hours as one small line with the limit it is judged by. */
export function Sparkline(props: SparklineProps & { label: string }) {
  const { ref, width } = useSize()
  return (
    <div ref={ref} className="chart" role="img" aria-label={props.label}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {width > 0 && <Drawing {...props} width={width} />}
      </svg>
    </div>
  )
}

function Drawing(props: SparklineProps & { width: number }) {
  const { width } = props
  const values = props.points.flatMap((point) => (point.value === null ? [] : [point.value]))
  const { domain, limitOutside } = lineDomain(values, props.limit)
  // Room at the right only where the limit is named there.
  const x = scale([props.from, props.to], [0, Math.max(0, width - (props.limit === null || limitOutside ? 5 : 40))])
  const y = scale(domain, [HEIGHT - 4, 4])
  const last = props.points.findLast((point) => point.value !== null)
  return (
    <>
      {props.limit !== null && !limitOutside && (
        <>
          <path className="limit" d={`M0 ${y(props.limit)}H${width - 34}`} />
          <text x={width - 28} y={y(props.limit) + 4}>
            {props.limit}
          </text>
        </>
      )}
      {runs(props.points, HOUR_MS).map((run) =>
        run.length === 1 ? (
          <circle key={run[0]?.at} className="dot" cx={x(run[0]?.at ?? 0)} cy={y(run[0]?.value ?? 0)} r="1.6" />
        ) : (
          <path
            key={run[0]?.at}
            className="series"
            d={`M${run.map((point) => `${x(point.at)} ${y(point.value)}`).join('L')}`}
          />
        ),
      )}
      {last && <circle className="last" cx={x(last.at)} cy={y(last.value ?? 0)} r="3.5" />}
    </>
  )
}
