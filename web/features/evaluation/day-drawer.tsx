import { Link } from '@tanstack/react-router'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import type { CalendarDay, Subject } from './queries.ts'

/** A day as the law evaluates it: six factors, the index of each, and what they were made of. */
export function DayDrawer({ day, subject, onClose }: { day: CalendarDay; subject: Subject; onClose: () => void }) {
  const { t, language } = useText()
  const level = aqiLevels.find((one) => one.level === day.level)
  const inputs = subject.type === 'station' ? t('web.evaluation.inputs-hours') : t('web.evaluation.inputs-stations')
  return (
    <Drawer title={`${subject.name} ${day.date}`} onClose={onClose}>
      <div className="day-of-evaluation">
        <p className="day-index">
          <b>AQI {day.aqi ?? '–'}</b>{' '}
          {level && (
            <span className="nowrap">
              <i className="level-swatch" style={{ background: hexOf(level) }} />{' '}
              {language === 'zh' ? `${level.numeral} ${level.zh}` : level.en}
            </span>
          )}
        </p>
        {day.primary.length > 0 && (
          <p>
            {t('web.evaluation.primary-is', {
              names: day.primary.map((name) => factorLabel(codeOf(name), language)).join('+'),
            })}
          </p>
        )}
        {day.isProvisional && <p className="attention">{t('web.evaluation.provisional-will')}</p>}
        {!day.isComplete && !day.isProvisional && <p className="attention">{t('web.evaluation.incomplete-will')}</p>}
        {day.excluded.map(({ kind, factors }) => (
          <p key={kind} className="attention">
            {t('web.evaluation.excluded-of', {
              kind: wordOf('web.evaluation.kind', kind, t),
              factors: factors.map((factor) => factorLabel(factor, language)).join('+'),
            })}
          </p>
        ))}
        <WideTable name={t('web.evaluation.six')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('web.evaluation.factor')}</th>
                <th scope="col" className="number">
                  {t('web.evaluation.value')}
                </th>
                <th scope="col" className="number">
                  IAQI
                </th>
                <th scope="col" className="number">
                  {inputs}
                </th>
              </tr>
            </thead>
            <tbody>
              {day.factors.map(({ name, value, usable, inputs: count, iaqi }) => (
                <tr key={name} className={usable ? undefined : 'quiet'}>
                  <td>
                    {factorLabel(codeOf(name), language)}{' '}
                    {name === 'o3' && <span className="label">{t('web.evaluation.mda8')}</span>}
                  </td>
                  <td className="number">
                    {value === null ? '–' : figureText(name, value)}{' '}
                    <span className="label">{name === 'co' ? 'mg/m³' : 'µg/m³'}</span>
                    {value !== null && !usable && <span className="label"> {t('web.evaluation.too-few')}</span>}
                  </td>
                  <td className="number">{iaqi ?? '–'}</td>
                  <td className="number">{count ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
        {subject.type === 'station' && (
          <p>
            <Link
              to="/stations/$code"
              params={{ code: subject.code }}
              search={{ from: `${day.date}T00:00`, to: `${nextDay(day.date)}T00:00` }}
              className="link"
            >
              {t('web.evaluation.to-hours')}
            </Link>
          </p>
        )}
      </div>
    </Drawer>
  )
}

function nextDay(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10)
}
