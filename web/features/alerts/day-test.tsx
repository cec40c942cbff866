import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { civilDayOf, DAY_MS, HOUR_MS, isoShanghai, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { call } from '../../api/client.ts'
import type { RuleDraftSent, RulePreview, Station } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { measuredOf } from '../../charts/columns-line.ts'
import { colourOf, type Line } from '../../charts/line.ts'
import { Readout } from '../../charts/readout.tsx'
import { useSharedAxis } from '../../charts/shared-axis.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import type { View } from '../../charts/view.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorName } from '../../text/names.ts'
import { clockText, hourLabel } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { amountText, unitWord, watchedName } from './words.ts'

/** Of a device as a whole one looks at its leading factor. */
const LEADING = 'a34004'
/** Stations drawn: those that the rule would have spoken of, the first of them. */
const MOST_LINES = 4
const dashes = [undefined, [6, 3], [2, 3], [8, 3, 2, 3]] as const

/** A rule tried on one day that somebody remembers: what it would have raised then, beside that day's values. */
export function DayTest(props: { rule: RuleDraftSent; isWhole: boolean; stations: readonly Station[] }) {
  const { t } = useText()
  const now = useNow(60_000)
  const today = civilDayOf(now)
  const [day, setDay] = useState(() => civilDayOf(now - DAY_MS))
  const asked = useMutation<RulePreview, Error, { rule: RuleDraftSent; day: string }>({
    mutationFn: ({ rule, day: until }) =>
      call('POST /api/rules/preview', { body: { rule: { ...rule, name: rule.name || '—' }, days: 1, until } }),
  })
  const of = asked.variables
  const isOutdated = of !== undefined && JSON.stringify(of.rule) !== JSON.stringify(props.rule)
  return (
    <section className="panel" aria-label={t('web.day-test.title')}>
      <header className="panel-head">
        <h2>{t('web.day-test.title')}</h2>
        <span className="push preview-ask">
          <input
            className="input"
            type="date"
            aria-label={t('web.day-test.day')}
            max={today}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <button
            type="button"
            className="button"
            disabled={!props.isWhole || day === '' || day > today || asked.isPending}
            onClick={() => asked.mutate({ rule: props.rule, day })}
          >
            {t('web.day-test.ask')}
          </button>
        </span>
      </header>
      {asked.isIdle && <p className="quiet">{t('web.day-test.text')}</p>}
      {asked.isPending && <Waiting rows={4} />}
      {asked.error && <Trouble error={asked.error} />}
      {asked.data && of && (
        <div className={isOutdated ? 'preview-old' : undefined}>
          {isOutdated && (
            <p className="attention" role="status">
              {t('web.preview.outdated')}
            </p>
          )}
          <Tried
            key={`${of.day} ${asked.submittedAt}`}
            found={asked.data}
            day={of.day}
            rule={of.rule}
            stations={props.stations}
          />
        </div>
      )}
    </section>
  )
}

function Tried(props: { found: RulePreview; day: string; rule: RuleDraftSent; stations: readonly Station[] }) {
  const { t, language } = useText()
  const { found, day, rule, stations } = props
  const nameOf = (id: string) => stations.find((one) => one.id === id)?.name ?? ''
  return (
    <>
      <p className="preview-count">
        {day} <b>{t('web.preview.times', { alerts: found.alerts })}</b>
        {found.readings === 0 && rule.kind !== 'stale' && (
          <span className="attention"> {t('web.day-test.no-data')}</span>
        )}
      </p>
      <DayChart {...props} />
      <ul className="lines">
        {found.items.map((one) => (
          <li key={`${one.stationId} ${one.factor} ${one.raisedAt}`}>
            <span className="nowrap">{hourOrClock(one.raisedAt)}</span>
            <span className="cut">{nameOf(one.stationId)}</span>
            <span className="quiet push">
              {[
                t('web.preview.one', {
                  factor: rule.kind === 'stale' ? t('web.feeds.title') : watchedName(one.factor, t, language),
                  peak: amountText(one.peakValue, one),
                  unit: unitWord(one.unit, t),
                  times: one.exceedances,
                }),
                one.resolvedAt === null
                  ? t('web.day-test.lasts')
                  : t('web.day-test.until', { time: hourOrClock(one.resolvedAt) }),
              ].join(t('web.join'))}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Midnight is the end of the day that was tried. */
function hourOrClock(instant: string): string {
  const at = Date.parse(instant)
  return clockText(at) === '00:00' ? hourLabel(at) : clockText(at)
}

/** The day's values at the stations that the rule would have spoken of; where it is silent, at the one it watches or the first. */
function DayChart({ found, day, rule, stations }: Parameters<typeof Tried>[0]) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const factor = rule.factor ?? LEADING
  const resolution = rule.resolution === 'day' ? 'hour' : rule.resolution
  // A little beyond midnight, so that the last hour's label has room.
  const whole = useMemo(() => ({ from: startOfCivilDay(day), to: startOfCivilDay(day) + DAY_MS + HOUR_MS / 2 }), [day])
  const [view, setView] = useState<View | null>(null)
  const axis = useSharedAxis(view ?? whole, setView)
  const shown = useMemo(() => {
    const spoken = [...new Set(found.items.map(({ stationId }) => stationId))]
    const ids = spoken.length > 0 ? spoken : rule.stationId === null ? [] : [rule.stationId]
    const some = stations.filter(({ id }) => ids.includes(id))
    return (some.length > 0 ? some : stations.slice(0, 1)).slice(0, MOST_LINES)
  }, [found.items, rule.stationId, stations])
  const span = { from: isoShanghai(whole.from), to: isoShanghai(startOfCivilDay(day) + DAY_MS) }
  const series = useColumns(
    shown.map(({ code }) => ({ station: code, factor, resolution, ...span })),
    { enabled: me.may('read-readings') },
  )
  const lines = useMemo(
    () =>
      shown.flatMap(({ code, name }, place): Line[] => {
        const measured = measuredOf(series.data[place] ?? [], factor, resolution)
        const dash = dashes[place]
        if (measured === null) return []
        const colour = place === 0 ? colourOf(factor) : ('peer' as const)
        return [{ ...measured, key: code, name, factor, colour, ...(dash ? { dash: [...dash] } : {}) }]
      }),
    [shown, series.data, factor, resolution],
  )
  const limits = useMemo(
    () =>
      rule.kind === 'threshold'
        ? [
            {
              ...whole,
              value: rule.threshold,
              name: `${t('web.alert.line')} ${rule.threshold}`,
              short: String(rule.threshold),
            },
          ]
        : [],
    [rule.kind, rule.threshold, whole, t],
  )
  const events = useMemo(
    () => found.items.map(({ raisedAt }) => ({ at: Date.parse(raisedAt), name: hourOrClock(raisedAt) })),
    [found.items],
  )
  if (series.isPending) return <Waiting rows={1} height={220} />
  if (lines.length === 0) return <p className="quiet">{t('web.day-test.no-values')}</p>
  return (
    <>
      <Readout axis={axis} lines={lines} resolution={resolution} now={now} />
      <TimeChart
        axis={axis}
        lines={lines}
        limits={limits}
        events={events}
        unit={unitOf(factor)}
        isNamed
        height={220}
        label={t('web.day-test.chart', { day, factor: factorName(factor, language), alerts: found.alerts })}
      />
    </>
  )
}
