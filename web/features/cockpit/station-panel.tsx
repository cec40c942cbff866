import { aqiLevels, levelOf } from '../../../src/standards/aqi-levels.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { LevelSwatch } from '../../parts/level-swatch.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { ageText, hourLabel, shortInstant } from '../../time/format.ts'
import { factorIn, leading, pointsOfHours } from './lead.ts'
import type { StripHours } from './queries.ts'
import { StationPick } from './station-pick.tsx'

// catalogue keys: web.station.quality.*

/** An hour that ended longer ago is told with its age. */
const FRESH_MS = 2 * HOUR_MS

/** The station now: the last hour of the leading factor with its index, its line of a day, the other five. */
export function StationPanel(props: {
  stations: readonly Station[]
  station: Station | undefined
  latest: readonly StationNow[]
  hours: StripHours | undefined
  /** what its line is held against */
  limit: number | null
  /** what a rule on real-time values allows, if there is one */
  realtimeLimit: number | null
  now: number
  wall: boolean
}) {
  const { t, language } = useText()
  const { station, hours, now } = props
  const items = hours?.items ?? []
  const newest = items.findLast((hour) => (factorIn(hour, leading)?.value ?? null) !== null)
  const before = newest && items.find(({ end }) => Date.parse(end) === Date.parse(newest.end) - HOUR_MS)
  const lead = newest && factorIn(newest, leading)
  const endedAt = newest ? Date.parse(newest.end) : null
  const to = hours ? Date.parse(hours.to) : now
  const latest = props.latest.find(({ stationId }) => stationId === station?.id)
  const realtime = latest?.factors.find(({ factor }) => factor === leading)?.realtime ?? null
  return (
    <section className="now" aria-label={t('web.cockpit.station-now')}>
      <header className="station-head">
        <StationPick {...props} />
        <span className="label nowrap">{station && wordOf('web.level', station.level, t)}</span>
        <span className="label push cut" title={t('web.hour-by-end')}>
          {endedAt !== null &&
            lead &&
            t('web.cockpit.hour-state', {
              hour: hourLabel(endedAt),
              state:
                now - endedAt > FRESH_MS
                  ? t('web.cockpit.ago', { age: ageText(now - endedAt, t) })
                  : wordOf('web.station.quality', lead.quality, t),
            })}
        </span>
      </header>
      <div className="hero">
        <b className={lead && lead.quality !== 'valid' ? 'hero-value hero-doubt' : 'hero-value'}>
          {lead && lead.value !== null ? valueText(lead.value, leading) : <span className="hero-none">—</span>}
        </b>
        <span className="hero-unit">
          <b>{factorLabel(leading, language)}</b>
          <span className="label">{unitOf(leading)}</span>
        </span>
        <span className="hero-side">
          {newest?.level ? (
            <>
              <b className="hero-class">
                <LevelSwatch level={newest.level} />
                {aqiLevels.find(({ level }) => level === newest.level)?.[language]}
              </b>
              <span className="label nowrap">
                {[t('web.cockpit.aqi', { aqi: newest.aqi ?? 0 }), changeText(lead?.value, before, t)]
                  .filter((each) => each !== null)
                  .join(t('web.join'))}
              </span>
            </>
          ) : (
            hours && <span className="label">{t(newest ? 'web.cockpit.no-aqi' : 'web.cockpit.no-hours')}</span>
          )}
          {realtime && realtime.value !== null && (
            <RealtimeNow value={realtime.value} at={Date.parse(realtime.at)} limit={props.realtimeLimit} now={now} />
          )}
        </span>
      </div>
      <div className="now-line">
        <Sparkline
          points={pointsOfHours(items, leading).filter(({ at }) => at > to - 24 * HOUR_MS)}
          from={to - 24 * HOUR_MS}
          to={to}
          limit={props.limit}
          label={t('web.station.line', { factor: factorName(leading, language) })}
        />
      </div>
      <ul className="five" aria-label={t('web.cockpit.five')}>
        {factorOrder
          .filter((factor) => factor !== leading)
          .map((factor) => {
            const found = newest && factorIn(newest, factor)
            return (
              <li key={factor} title={`${factorName(factor, language)} ${unitOf(factor)}`}>
                <span className="label">{factorLabel(factor, language)}</span>
                <span className="five-value">
                  <b>{found && found.value !== null ? valueText(found.value, factor) : '—'}</b>
                  {found && found.iaqi !== null && <LevelSwatch level={levelOf(found.iaqi).level} wide />}
                </span>
              </li>
            )
          })}
      </ul>
    </section>
  )
}

/** `较 13 时 +6`, of the values as they are shown. */
function changeText(
  value: number | null | undefined,
  before: StripHours['items'][number] | undefined,
  t: ReturnType<typeof useText>['t'],
): string | null {
  const earlier = before && factorIn(before, leading)?.value
  if (before === undefined || earlier === null || earlier === undefined || value === null || value === undefined) {
    return null
  }
  const change = Math.round(value) - Math.round(earlier)
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return t('web.cockpit.change', { hour: hourLabel(Date.parse(before.end)), change: `${sign}${Math.abs(change)}` })
}

/** What the device says this minute; a feed says nothing of it. */
function RealtimeNow(props: { value: number; at: number; limit: number | null; now: number }) {
  const { t } = useText()
  const isOver = props.limit !== null && props.value > props.limit
  return (
    <span className={isOver ? 'label late nowrap' : 'label nowrap'}>
      {t('web.cockpit.realtime', {
        value: valueText(props.value, leading),
        time: shortInstant(props.at, props.now),
      })}
    </span>
  )
}
