import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { HOUR_MS, isoShanghai } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { readingsOfColumns } from '../../api/columns.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { airNow } from '../../map/spots.ts'
import { LevelSwatch } from '../../parts/level-swatch.tsx'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, valueText, wordOf } from '../../text/names.ts'
import { ageText, hourLabel } from '../../time/format.ts'
import './cards.css'
import { SHOWN_HOURS, type StationCard, stationCards } from './cards.ts'

/** Two days: one to show and the one before it to hold against. */
const ASKED_HOURS = 2 * SHOWN_HOURS
/** Hours come some minutes after their end. [ms] */
const LOOK_EVERY_MS = 60_000

// catalogue keys: web.station.quality.*

/** Each station in one look: the last hour of the leading factor, its day, and how sure one may be of it. */
export function StationCards(props: {
  stations: readonly Station[]
  latest: readonly StationNow[]
  factor: string
  now: number
}) {
  const { t } = useText()
  const { stations, latest, factor, now } = props
  const to = Math.floor(now / HOUR_MS) * HOUR_MS
  const asked = useMemo(
    () => ({
      ...{ factor, resolution: 'hour' as const },
      ...{ from: isoShanghai(to - ASKED_HOURS * HOUR_MS), to: isoShanghai(to) },
    }),
    [factor, to],
  )
  const { data, error, again } = useColumns([asked], { everyMs: LOOK_EVERY_MS })
  const columns = data[0]
  const past = useMemo(() => (columns === undefined ? null : readingsOfColumns(columns, 'hour')), [columns])
  const cards = useMemo(
    () => stationCards(stations, latest, past ?? [], factor, now),
    [stations, latest, past, factor, now],
  )
  if (error !== null) return <Trouble error={error} retry={again} />
  return (
    <ul className="station-cards" aria-label={t('web.monitoring.stations')} aria-busy={past === null}>
      {cards.map((card) => (
        <li key={card.station.id} className={card.station.level === 'national' ? 'station-card lead' : 'station-card'}>
          <Card card={card} factor={factor} now={now} isKnown={past !== null} />
        </li>
      ))}
    </ul>
  )
}

function Card({ card, factor, now, isKnown }: { card: StationCard; factor: string; now: number; isKnown: boolean }) {
  const { t, language } = useText()
  const { station, hour, state } = card
  const air = airNow(card.now)
  return (
    <Link to="/stations/$code" params={{ code: station.code }} className="plain">
      <span className="card-head">
        <b className="cut">{station.name}</b>
        <span className="label nowrap">{wordOf('web.level', station.level, t)}</span>
      </span>
      <span className="card-now">
        <b className={state === 'current' ? 'card-value' : 'card-value card-doubt'}>
          {hour === null ? '—' : valueText(hour.value, factor)}
        </b>
        <span className="label">
          {factorLabel(factor, language)}
          <br />
          {unitOf(factor)}
        </span>
        {air?.level && (
          <span className="card-level nowrap">
            <span>
              <LevelSwatch level={air.level.level} /> <b>{air.level[language]}</b>
            </span>
            <span className="label">{t('web.cockpit.aqi', { aqi: air.aqi ?? 0 })}</span>
          </span>
        )}
      </span>
      <Sparkline
        points={card.points}
        from={card.from}
        to={card.to}
        limit={null}
        label={t('web.station.line', { factor: factorName(factor, language) })}
      />
      <span className="card-foot label">
        {isKnown && (
          <>
            <State card={card} now={now} />
            <span className="nowrap" title={t('web.monitoring.usable-title')}>
              {t('web.monitoring.usable', { usable: card.usable, hours: SHOWN_HOURS })}
            </span>
            {card.change !== null && (
              <span className="nowrap push" title={t('web.monitoring.change-title')}>
                {t('web.monitoring.change', { change: signed(card.change) })}
              </span>
            )}
          </>
        )}
      </span>
    </Link>
  )
}

/** Until when it is known, and whether one may rely on it; in words where it is not as it should be. */
function State({ card: { hour, state }, now }: { card: StationCard; now: number }) {
  const { t } = useText()
  if (hour === null) return <span className="card-warn">{t('web.monitoring.state.silent')}</span>
  if (state === 'late') {
    return <span className="card-warn">{t('web.monitoring.state.late', { age: ageText(now - hour.endingAt, t) })}</span>
  }
  const text = t('web.cockpit.hour-state', {
    hour: hourLabel(hour.endingAt),
    state: wordOf('web.station.quality', hour.quality, t),
  })
  return (
    <span className={state === 'doubtful' ? 'card-warn' : 'nowrap'} title={t('web.hour-by-end')}>
      {text}
    </span>
  )
}

function signed(change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return `${sign}${Math.abs(change)}`
}
