import { useState } from 'react'
import type { AlertDetail } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { factorName } from '../../text/names.ts'
import { dayClockText, hourLabel, secondsText } from '../../time/format.ts'
import { amountText, unitWord } from './words.ts'

/** Exceedances shown before somebody asks for all. */
const FIRST_ROWS = 10

/** The periods that an alert groups, newest first. */
export function Exceedances({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const { alert, exceedances } = detail
  // Of a feed it is when an hour was due: it has no line of its own and rests on no frame.
  const isStale = alert.kind === 'stale'
  const [isWhole, setWhole] = useState(false)
  const newest = exceedances.toSorted((a, b) => Date.parse(b.periodEnd) - Date.parse(a.periodEnd))
  const shown = isWhole ? newest : newest.slice(0, FIRST_ROWS)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t(isStale ? 'web.alert.stale-times' : 'web.alert.exceedances')}</h2>
        <span className="label">{t('web.alert.exceedances-note')}</span>
      </header>
      <div className="table-wrap exceedances">
        <table>
          <thead>
            <tr>
              <th scope="col">
                {t(isStale ? 'web.alert.due' : alert.resolution === 'hour' ? 'web.alert.hour' : 'web.alert.period-end')}
              </th>
              <th scope="col" className="number">
                {isStale
                  ? t('web.alert.waited')
                  : alert.kind === 'silent' || alert.kind === 'flat-line' || alert.kind === 'completeness'
                    ? t('web.alert.found')
                    : factorName(alert.factor, language)}{' '}
                {unitWord(alert.unit, t)}
              </th>
              {!isStale && (
                <>
                  <th scope="col" className="number">
                    {t('web.alert.line')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.alert.frame')}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => {
              const at = Date.parse(one.periodEnd)
              return (
                <tr key={`${one.periodEnd}-${one.frameSeq}`}>
                  <td className="nowrap">{isStale ? dayClockText(at, at) : periodEndText(alert.resolution, at)}</td>
                  <td className="number">
                    <b>{amountText(one.value, alert)}</b>
                  </td>
                  {!isStale && (
                    <>
                      <td className="number">{amountText(one.level, alert)}</td>
                      <td className="number label">{one.frameSeq === 0 ? '—' : one.frameSeq}</td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {exceedances.length > shown.length && (
        <p className="more">
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {t('web.alert.all', { times: exceedances.length })}
          </button>
        </p>
      )}
    </section>
  )
}

/** An hour by its label, a sample with its second, anything else by the minute. */
function periodEndText(resolution: string, at: number): string {
  if (resolution === 'hour') return `${dayClockText(at - 1, at).slice(0, 5)} ${hourLabel(at)}`
  return resolution === 'realtime' ? `${dayClockText(at, at).slice(0, 5)} ${secondsText(at)}` : dayClockText(at, at)
}
