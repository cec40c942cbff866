import { Link } from '@tanstack/react-router'
import { partKinds } from '../../../src/domain/cases/model.ts'
import { bearingDeg, distanceM } from '../../../src/domain/stations/model.ts'
import type { CaseDetail, Station } from '../../api/queries.ts'
import { SourceMark } from '../../parts/marks.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'

/** The station that a case is told by: the nearest national-control one, else the nearest; with distance [m] and the direction it lies in from there [°]. */
export function nearestStation(
  one: { lonWgs84: number | null; latWgs84: number | null },
  stations: readonly Station[],
) {
  if (one.lonWgs84 === null || one.latWgs84 === null) return null
  const place = { lonWgs84: one.lonWgs84, latWgs84: one.latWgs84 }
  const national = stations.filter((station) => station.level === 'national')
  return (
    (national.length > 0 ? national : stations)
      .map((station) => ({ station, metres: distanceM(station, place), bearing: bearingDeg(station, place) }))
      .sort((a, b) => a.metres - b.metres)[0] ?? null
  )
}

export function Facts({ detail, stations, now }: { detail: CaseDetail; stations: readonly Station[]; now: number }) {
  const { t } = useText()
  const me = useMe()
  const { case: one, origin, links } = detail
  const nearest = nearestStation(one, stations)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.case.facts')}</h2>
      </header>
      <dl className="facts">
        <dt>{t('web.case.main-unit')}</dt>
        <dd>{one.mainUnit ?? <span className="quiet">{t('web.case.unassigned')}</span>}</dd>
        <dt>{t('web.case.source')}</dt>
        <dd>
          <SourceMark source={one.sourceClass} /> {wordOf('web.source', one.sourceClass, t)}
        </dd>
        <dt>{t('web.case.region')}</dt>
        <dd>{one.regionName}</dd>
        <dt>{t('web.case.place')}</dt>
        <dd>
          {one.lonWgs84 !== null && one.latWgs84 !== null ? (
            <>
              {one.latWgs84.toFixed(4)} N, {one.lonWgs84.toFixed(4)} E
              <span className="label">{t('web.case.coordinates')}</span>
            </>
          ) : (
            <span className="quiet">{t('web.case.no-place')}</span>
          )}
        </dd>
        {nearest && (
          <>
            <dt>{t('web.case.from-station')}</dt>
            <dd>
              {t('web.case.distance', { km: (nearest.metres / 1000).toFixed(1), bearing: nearest.bearing })}
              <span className="label">{nearest.station.name}</span>
            </dd>
          </>
        )}
        <dt>{t('web.case.origin')}</dt>
        <dd>
          {origin.task ? (
            me.may('read-task') ? (
              <Link to="/tasks/$id" params={{ id: origin.task.id }}>
                {t('web.case.from-task', { number: origin.task.number })}
              </Link>
            ) : (
              t('web.case.from-task', { number: origin.task.number })
            )
          ) : (
            t(origin.alert ? 'web.case.from-alert' : 'web.case.from-report')
          )}
        </dd>
        {origin.alert && (
          <>
            <dt>{t('web.case.alert')}</dt>
            <dd>
              {me.may('read-alerts') ? (
                <Link to="/alerts/$id" params={{ id: origin.alert.id }}>
                  {origin.alert.number}
                </Link>
              ) : (
                origin.alert.number
              )}
            </dd>
          </>
        )}
        {links.map((link) => (
          <div key={link.caseId} className="contents">
            <dt>{wordOf('web.link', link.kind, t)}</dt>
            <dd>
              <Link to="/cases/$id" params={{ id: link.caseId }}>
                {link.number}
              </Link>
            </dd>
          </div>
        ))}
        <dt>{t('web.case.reported')}</dt>
        <dd>{dayClockText(Date.parse(one.reportedAt), now)}</dd>
      </dl>
    </section>
  )
}

/** People and units on the case, each with a part and an own state. */
export function People({ detail }: { detail: CaseDetail }) {
  const { t } = useText()
  const me = useMe()
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.case.people')}</h2>
      </header>
      <dl className="facts">
        {detail.parts
          .toSorted((a, b) => partKinds.indexOf(a.part) - partKinds.indexOf(b.part))
          .map((part) => (
            <div key={`${part.part}-${part.person}-${part.unit}`} className="contents">
              <dt>{wordOf('web.part', part.part, t)}</dt>
              <dd>
                {part.person !== null && (
                  <>{part.person === me.name ? <b>{part.person}</b> : part.person || t('web.person.erased')} </>
                )}
                <span className={part.person === null ? '' : 'quiet'}>{part.unit}</span>
                <span className="label">{wordOf('web.part-state', part.state, t)}</span>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
