import { emsOf } from '../../charts/label-place.ts'
import { useText } from '../../text/language.ts'
import type { OutlookRow } from './queries.ts'

// catalogue keys: web.strip.rest.*

/** What is left of the day: hatched up to the mean that it may have, with the words of it. */
export function StripRest(props: {
  today: OutlookRow | undefined
  /** where the measured hours end, and the day does [px] */
  now: number
  right: number
  top: number
  base: number
  /** height of the allowed mean; null: beyond the picture, or none [px] */
  line: number | null
  /** middle of the lane of the wind [px] */
  windAt: number
  size: number
}) {
  const { t } = useText()
  const { today, now, right, top, base, line, windAt, size } = props
  if (today === undefined || today.left === 0) return null
  const isLost = today.state === 'out-of-reach'
  const told =
    today.state === 'open' || today.state === 'safe' || today.state === 'out-of-reach' ? today.state : 'unknown'
  const text = t(`web.strip.rest.${told}`, {
    left: today.left,
    rest: today.rest?.toFixed(1) ?? '',
    target: today.target?.value ?? '',
  })
  const fits = emsOf(text) * size <= right - now - 8
  const y = line ?? top
  const noForecast = t('web.strip.no-forecast')
  return (
    <>
      {!isLost && today.target !== null && (
        <rect className="strip-left" x={now} y={y} width={Math.max(0, right - now)} height={Math.max(0, base - y)} />
      )}
      {emsOf(noForecast) * size <= right - now - 16 && (
        <text className="strip-no-forecast" x={now + 8} y={windAt + size / 3}>
          {noForecast}
        </text>
      )}
      {line !== null && <path className="strip-line" d={`M${now} ${line}H${right}`} />}
      {text !== '' && (
        <text
          className={isLost ? 'strip-lost halo' : 'strip-allowed halo'}
          x={right}
          y={(isLost ? base : y) - size / 2}
          textAnchor="end"
        >
          {fits ? text : today.rest === null ? '' : `≤ ${today.rest.toFixed(1)}`}
        </text>
      )}
    </>
  )
}
