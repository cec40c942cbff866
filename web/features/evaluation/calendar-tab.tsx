import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { CalendarDrawing } from './calendar.tsx'
import { DayDrawer } from './day-drawer.tsx'
import { Frame } from './frame.tsx'
import { askedOf, type Calendar, calendarQuery } from './queries.ts'
import type { EvaluationSearch } from './view.ts'

/** The days of a year, and how many there are of each level. */
export function CalendarTab({ search, year }: { search: EvaluationSearch; year: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  const asked = { ...search, year }
  const calendar = useQuery(calendarQuery(asked))
  if (calendar.isPending) return <Waiting rows={12} height={30} />
  if (calendar.error) return <Trouble error={calendar.error} retry={calendar.refetch} />
  const { data } = calendar
  if (data.days.length === 0) {
    return <Empty title={t('web.evaluation.empty.title', { year })}>{t('web.evaluation.empty.text')}</Empty>
  }
  const open = (day: string | undefined) => {
    const { day: _day, ...rest } = search
    navigate({ to: '/evaluation', search: day === undefined ? rest : { ...rest, day }, replace: true })
  }
  const opened = data.days.find(({ date }) => date === search.day)
  return (
    <>
      <Frame
        title={t('web.evaluation.calendar-of', { name: data.subject.name, year })}
        note={t('web.evaluation.calendar-note')}
        file={{ name: 'GET /api/evaluations/calendar', query: askedOf(asked) }}
        fileName={`${data.subject.name}-${year}-AQI`}
      >
        <div className="calendar-and-sums">
          <CalendarDrawing calendar={data} onPick={open} />
          <LevelSums calendar={data} />
        </div>
      </Frame>
      {opened && <DayDrawer day={opened} subject={data.subject} onClose={() => open(undefined)} />}
    </>
  )
}

/** Days by level of the year, its good days and their share. */
export function LevelSums({ calendar }: { calendar: Calendar }) {
  const { t, language } = useText()
  const sum = (of: (month: Calendar['months'][number]) => number) =>
    calendar.months.reduce((total, month) => total + of(month), 0)
  const counted = sum(({ countedDays }) => countedDays)
  const good = sum(({ goodDays }) => goodDays)
  return (
    <table className="level-sums">
      <caption>{t('web.evaluation.counted', { days: counted })}</caption>
      <tbody>
        {aqiLevels.map((level, place) => (
          <tr key={level.level}>
            <th scope="row">
              <i className="level-swatch" style={{ background: hexOf(level) }} /> {level[language]}
            </th>
            <LevelDays days={sum(({ byLevel }) => byLevel[place] ?? 0)} />
          </tr>
        ))}
        <tr className="level-sum">
          <th scope="row">{t('web.evaluation.good-days')}</th>
          <td className="number">
            <b>{good}</b>
          </td>
        </tr>
        <tr>
          <th scope="row">{t('web.evaluation.good-ratio')}</th>
          <td className="number">
            <b>{counted === 0 ? '–' : `${((good / counted) * 100).toFixed(1)} %`}</b>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

/** None of a level is no news. */
function LevelDays({ days }: { days: number }) {
  return <td className={days === 0 ? 'number level-none' : 'number'}>{days}</td>
}
