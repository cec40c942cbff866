import { aqiLevels } from '../../../src/standards/aqi-levels.ts'
import { civilDayOf, DAY_MS, HOUR_MS, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import type { Alert } from '../../api/queries.ts'
import { emsOf } from '../../charts/label-place.ts'
import { scale, ticks } from '../../charts/scale.ts'
import { minutesApart, timeTicks } from '../../charts/time-axis.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { CALM_BELOW_MS, windOf } from '../../place/wind.ts'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'
import { hourLabel } from '../../time/format.ts'
import { amountText } from '../alerts/words.ts'
import { tableText } from '../evaluation/period-text.ts'
import { factorIn, leading, pointsOfHours } from './lead.ts'
import type { OutlookRow, StripHour } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { StripHoursDrawn, StripValues } from './strip-hours.tsx'
import { freePlace, labelled, placedMarks, type StripMark } from './strip-layout.ts'
import { StripRest } from './strip-rest.tsx'

// catalogue keys: web.rule.kind.*, web.wind.*, web.station.quality.*

/** What a strip of hours shows, from `from` until the end of the day [epoch ms]; measured until `to`. */
export function StripDrawing(props: {
  hours: readonly StripHour[]
  today: OutlookRow | undefined
  alerts: readonly Alert[]
  from: number
  to: number
  now: number
  /** [px], not 0 */
  width: number
  narrow: boolean
  sizes: Sizes
}) {
  const { t, language } = useText()
  const { hours, today, from, to, now, width, narrow, sizes } = props
  const { text, strip } = sizes
  const dayEnd = Math.max(to, startOfCivilDay(civilDayOf(now - 1)) + DAY_MS)
  const plotLeft = narrow ? 36 : strip.left
  const right = Math.max(plotLeft, width - (narrow ? 12 : 20))
  const top = strip.lane * 2 + 8
  const base = strip.height - strip.labels - strip.wind - strip.aqi - 6
  const x = scale([from, dayEnd], [plotLeft, right])
  const points = pointsOfHours(hours, leading)
  const values = points.flatMap(({ value }) => value ?? [])
  const limit = today?.target?.value ?? null
  const highest = Math.max(10, limit ?? 0, ...values)
  // What is allowed is drawn where it does not make hairs of the bars; else the words say it.
  const rest = today?.state === 'open' && today.rest !== null && today.rest <= highest * 1.6 ? today.rest : null
  const y = scale([0, Math.max(highest, rest ?? 0) * 1.16], [base, top])
  const marks = placedMarks(
    props.alerts
      .map((alert) => ({
        id: alert.id,
        at: Date.parse(alert.raisedAt),
        severity: alert.severity,
        // Of a silence, missing hours or a feed the number is a time, and none of this picture.
        name: isTime(alert)
          ? wordOf('web.rule.kind', alert.kind, t)
          : `${wordOf('web.rule.kind', alert.kind, t)} ${amountText(alert.peakValue, alert)}`,
      }))
      .filter(({ at }) => at > from && at <= now),
    (at) => x(at),
    [plotLeft - 8, width - 4],
    text,
  )
  const withLabel = labelled(points)
  const slot = (x(dayEnd) - x(from)) / ((dayEnd - from) / HOUR_MS)
  const heightAt = (at: number) => {
    if (at > to) return rest === null ? top + text : y(rest) - text * 1.4
    const hour = Math.ceil(at / HOUR_MS) * HOUR_MS
    const value = points.find((point) => point.at === hour)?.value ?? null
    return value === null ? base : y(value) - (withLabel.has(hour) ? text * 1.4 : 0)
  }
  const limitText = today ? limitName(today, narrow, t) : ''
  const limitAt = freePlace(
    plotLeft + 4,
    x(to),
    emsOf(limitText) * text,
    points
      .filter(
        ({ at, value }) =>
          limit !== null && value !== null && y(value) < y(limit) + (withLabel.has(at) ? text * 1.4 : 0),
      )
      .map(({ at }) => [x(at) - slot - 2, x(at) + 2]),
  )
  return (
    <>
      <defs>
        <pattern id="strip-left" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="hatch-left" d="M0 0V6" />
        </pattern>
        <pattern id="strip-doubt" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="hatch-doubt" d="M1 0V4" />
        </pattern>
      </defs>
      <text x={plotLeft - 8} y={top - text * 0.8} textAnchor="end">
        {narrow ? '' : 'µg/m³'}
      </text>
      {ticks(0, y0(highest, rest) * 1.05, 5)
        .filter((tick) => tick > 0 && y(tick) > top - 2 && (limit === null || Math.abs(y(tick) - y(limit)) > text))
        .map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${plotLeft} ${y(tick)}H${right}`} />
            <text x={plotLeft - 8} y={y(tick) + text / 3} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
      {timeTicks(from, dayEnd, Math.max(180, minutesApart(from, dayEnd, (right - plotLeft) / (text / 12)))).map(
        (tick) => (
          <g key={tick.at}>
            {tick.day && <path className="day" d={`M${x(tick.at)} ${top - 6}V${strip.height - strip.labels}`} />}
            <text
              x={x(tick.at)}
              y={strip.height - text / 3}
              textAnchor={x(tick.at) > width - 30 ? 'end' : 'middle'}
              className={tick.day ? 'strong' : undefined}
            >
              {tick.at === dayEnd ? '24' : tick.day ? t('web.strip.day', tick.day) : tick.text}
            </text>
          </g>
        ),
      )}
      <StripRest
        today={today}
        now={x(to)}
        right={right}
        top={top}
        base={base}
        line={rest === null ? null : y(rest)}
        windAt={base + strip.aqi + 4 + strip.wind / 2}
        size={text}
      />
      <StripHoursDrawn
        hours={hours}
        x={x}
        y={y}
        base={base}
        slot={slot}
        limit={limit}
        sizes={sizes}
        titleOf={(hour) => hourText(hour, t, language)}
      />
      {hours.length > 0 && !narrow && (
        <>
          <text x={plotLeft - 8} y={base + 3 + strip.aqi / 2 + text / 3} textAnchor="end">
            AQI
          </text>
          {hours.some(({ windFromDeg }) => windFromDeg !== null) && (
            <text x={plotLeft - 8} y={base + strip.aqi + 4 + strip.wind / 2 + text / 3} textAnchor="end">
              {t('web.strip.wind')}
            </text>
          )}
        </>
      )}
      {limit !== null && today && (
        <>
          <path className="limit" d={`M${plotLeft} ${y(limit)}H${x(to)}`} />
          <text className="strong" x={plotLeft - 8} y={y(limit) + text / 3} textAnchor="end">
            {limit}
          </text>
          <text className="limit-name halo" x={limitAt} y={y(limit) - text / 2.4}>
            {limitText}
          </text>
        </>
      )}
      <StripValues hours={hours} x={x} y={y} slot={slot} withLabel={withLabel} size={text} />
      {marks.map((mark) => (
        <Mark key={mark.events[0]?.id} mark={mark} x={x(mark.at)} until={heightAt(mark.at)} sizes={sizes} />
      ))}
      <path className="now" d={`M${x(to)} ${top - 6}V${strip.height - strip.labels}`} />
    </>
  )
}

function y0(highest: number, rest: number | null): number {
  return Math.max(highest, rest ?? 0)
}

function limitName({ target }: OutlookRow, narrow: boolean, t: Translate): string {
  if (target === null) return ''
  if (target.origin !== 'standard') return t('web.strip.day-target')
  return narrow ? t('web.strip.day-limit') : `${t('web.strip.day-limit')} ${tableText(target.basis, t)}`
}

function Mark({ mark, x, until, sizes }: { mark: StripMark; x: number; until: number; sizes: Sizes }) {
  const { text, strip } = sizes
  const middle = mark.lane * strip.lane + strip.lane / 2 + 2
  const size = text * 1.3
  return (
    <g>
      <title>{mark.events.map(({ name }) => name).join('\n')}</title>
      <path className={`leader leader-${mark.severity}`} d={`M${x} ${middle + size / 2 + 2}V${until - 3}`} />
      <g transform={`translate(${x - size / 2} ${middle - size / 2})`}>
        <SeverityMark severity={mark.severity} size={size} />
      </g>
      {mark.name !== null && (
        <text
          className="limit-name"
          x={mark.side === 'right' ? x + text : x - text}
          y={middle + text / 3}
          textAnchor={mark.side === 'right' ? 'start' : 'end'}
        >
          {mark.name}
        </text>
      )}
    </g>
  )
}

/** An hour in words: label, value with state, index with class, wind. */
function hourText(hour: StripHour, t: Translate, language: 'zh' | 'en'): string {
  const lead = factorIn(hour, leading)
  const level = aqiLevels.find((one) => one.level === hour.level)
  const wind =
    hour.windMs === null || hour.windFromDeg === null
      ? null
      : hour.windMs < CALM_BELOW_MS
        ? t('web.wind.calm')
        : `${wordOf('web.wind', windOf(hour.windFromDeg), t)} ${valueText(hour.windMs, 'a01007')} m/s`
  return [
    hourLabel(Date.parse(hour.end)),
    lead && lead.value !== null
      ? `${factorLabel(leading, language)} ${valueText(lead.value, leading)} µg/m³ ${wordOf('web.station.quality', lead.quality, t)}`
      : null,
    hour.aqi === null ? null : `AQI ${hour.aqi} ${level?.[language] ?? ''}`,
    wind,
  ]
    .filter((each) => each !== null)
    .join('\n')
}

function isTime({ unit }: Alert): boolean {
  return unit === 'min' || unit === 'h'
}
