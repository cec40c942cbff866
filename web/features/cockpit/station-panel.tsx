import { factorOf } from '../../../src/standards/factors.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import type { Point } from '../../charts/scale.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { hourLabel, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

type FactorNow = StationNow['factors'][number]

/** A mark of the device (HJ 212-2017, table 8): none and N are valid. */
function flagWord(flag: string | null): 'valid' | 'flagged' {
  return flag === null || flag === 'N' ? 'valid' : 'flagged'
}

/** Wind and weather stand beside the compass. */
function isWeather(code: string): boolean {
  return code.startsWith('a01')
}

function rankOf(code: string): number {
  const place = factorOrder.indexOf(code)
  return place < 0 ? factorOrder.length : place
}

/** The station now: the leading value, its line, every factor as hour, real-time and today so far. */
export function StationPanel(props: {
  station: Station
  now: StationNow | undefined
  points: readonly Point[]
  from: number
  to: number
  limit: { value: number; name: string } | null
  /** what a rule on real-time values allows, if there is one */
  realtimeLimit: number | null
}) {
  const { t, language } = useText()
  const clock = useNow(30_000)
  const factors = (props.now?.factors ?? [])
    .filter((each) => !isWeather(each.factor))
    .sort((a, b) => rankOf(a.factor) - rankOf(b.factor))
  const lead = factors.find((each) => each.factor === 'a34004') ?? factors[0]
  const hour = lead?.hour
  const realtime = lead?.realtime?.value ?? null
  const isOver = realtime !== null && props.realtimeLimit !== null && realtime > props.realtimeLimit
  // Stations that come by an interface have hours alone.
  const hasRealtime = factors.some((each) => each.realtime !== null)
  const shown = hour?.value ?? lead?.realtime?.value ?? null
  return (
    <>
      <header className="station-head">
        <h2>{props.station.name}</h2>
        <span className="label">{wordOf('web.level', props.station.level, t)}</span>
        <span className="label push">
          {hour
            ? t(flagWord(hour.flag) === 'valid' ? 'web.station.hour-valid' : 'web.station.hour-flagged', {
                hour: hourLabel(Date.parse(hour.endingAt)),
              })
            : lead?.realtime
              ? t('web.station.realtime-at', { time: shortInstant(Date.parse(lead.realtime.at), clock) })
              : ''}
        </span>
      </header>
      {lead && shown !== null ? (
        <p className="hero" title={t('web.hour-by-end')}>
          <b>{valueText(shown, lead.factor)}</b>
          <span>
            <b>{factorLabel(lead.factor, language)}</b>
            <span className="label">{lead.unit}</span>
          </span>
          <span className="hero-side">
            {!hasRealtime && <span className="label">{t('web.station.hours-only')}</span>}
            {realtime !== null && lead.realtime && (
              <>
                <b className={isOver ? 'hero-now late' : 'hero-now'}>
                  {t('web.station.now', { value: valueText(realtime, lead.factor) })}
                </b>
                <span className={isOver ? 'label late' : 'label'}>
                  {isOver && t('web.station.over', { limit: props.realtimeLimit ?? 0 })}
                  {isOver && t('web.join')}
                  {t('web.station.at', { time: shortInstant(Date.parse(lead.realtime.at), clock) })}
                </span>
              </>
            )}
          </span>
        </p>
      ) : (
        <p className="station-quiet quiet">{t('web.station.no-data')}</p>
      )}
      <Sparkline
        points={props.points.filter((point) => point.at > props.from)}
        from={props.from}
        to={props.to}
        limit={props.limit?.value ?? null}
        label={t('web.station.line', { factor: factorName('a34004', language) })}
      />
      {factors.length > 0 && (
        <table className="station-table">
          <caption className="unseen">{t('web.station.factors')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('web.station.factor')}</th>
              {hasRealtime && (
                <th scope="col" className="number">
                  {t('web.station.realtime')}
                </th>
              )}
              <th scope="col" className="number" title={t('web.hour-by-end')}>
                {t('web.station.hour')}
              </th>
              <th scope="col" className="number">
                {t('web.station.today')}
                {lead?.today && ` ${lead.today.hours} h`}
              </th>
            </tr>
          </thead>
          <tbody>
            {factors.map((each) => (
              <FactorRow key={each.factor} each={each} hasRealtime={hasRealtime} usualHours={lead?.today?.hours} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function FactorRow(props: { each: FactorNow; hasRealtime: boolean; usualHours: number | undefined }) {
  const { each, hasRealtime, usualHours } = props
  const { t, language } = useText()
  const cell = (value: number | null | undefined, flag: string | null) =>
    value === null || value === undefined ? (
      <span className="label">—</span>
    ) : (
      <span className={flagWord(flag) === 'valid' ? '' : 'flagged'} title={flag ?? undefined}>
        {valueText(value, each.factor)}
        {flagWord(flag) === 'flagged' && <span className="unseen"> {t('web.station.flag', { flag: flag ?? '' })}</span>}
      </span>
    )
  return (
    <tr>
      <th scope="row">
        {factorLabel(each.factor, language)} <span className="label">{factorOf(each.factor) ? each.unit : ''}</span>
      </th>
      {hasRealtime && <td className="number">{cell(each.realtime?.value, each.realtime?.flag ?? null)}</td>}
      <td className="number">{cell(each.hour?.value, each.hour?.flag ?? null)}</td>
      <td className="number">
        {each.today ? (
          <>
            <b>{valueText(each.today.mean, each.factor)}</b>
            {each.today.hours !== usualHours && <span className="label"> {each.today.hours} h</span>}
          </>
        ) : (
          <span className="label">—</span>
        )}
      </td>
    </tr>
  )
}
