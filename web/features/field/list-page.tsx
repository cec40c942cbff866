import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { bearingDeg, distanceM } from '../../../src/domain/stations/model.ts'
import { stationsQuery, type Task, tasksQuery } from '../../api/queries.ts'
import { type Fix, whereAmI } from '../../parts/capture.ts'
import { Due } from '../../parts/due.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorName, valueText, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { ReportDialog } from '../cases/report-dialog.tsx'
import './field.css'
import { useCheckIn } from './use-check-in.ts'

/** Nearer than that one is there: a task is to look around a station, and phones err by tens of metres. [m] */
const THERE_M = 500

const FieldMap = lazy(() => import('./field-map.tsx').then((part) => ({ default: part.FieldMap })))

/** My tasks, nearest first where the phone tells its place, else by deadline. The first carries its button. */
export function FieldPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const tasks = useQuery(tasksQuery)
  const [fix, setFix] = useState<Fix | null>(null)
  const [isReporting, setReporting] = useState(false)
  useEffect(() => {
    let isHere = true
    whereAmI().then((found) => isHere && setFix(found))
    return () => {
      isHere = false
    }
  }, [])
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  // The circles are drawn around the station that the county is judged by; it comes first.
  const centre = stations.data?.items[0]
  const mine = (tasks.data?.items ?? []).filter((task) => task.assignee.id === me.personId)
  const here = useMemo(() => fix && { lonWgs84: fix.lon, latWgs84: fix.lat }, [fix])
  const open = mine
    .filter((task) => task.state !== 'done')
    .map((task) => ({ task, metres: here && distanceM(here, task), bearing: here && bearingDeg(here, task) }))
    // Begun ones first: whoever has checked in is there.
    .sort(
      (a, b) =>
        Number(b.task.state === 'checked-in') - Number(a.task.state === 'checked-in') ||
        (a.metres ?? 0) - (b.metres ?? 0) ||
        Date.parse(a.task.dueAt) - Date.parse(b.task.dueAt),
    )
  const places = open.map(({ task }) => task)
  const done = mine
    .filter((task) => task.state === 'done')
    .sort((a, b) => Date.parse(b.doneAt ?? b.sentAt) - Date.parse(a.doneAt ?? a.sentAt))
  return (
    <div className="field-page">
      <title>{`${t('web.field.title')} · ${t('web.brand')}`}</title>
      {me.may('read-stations') && (
        <div className="field-map">
          {centre && tasks.data && (
            <Suspense>
              <FieldMap centre={centre} stations={stations.data?.items ?? []} tasks={places} here={here} />
            </Suspense>
          )}
        </div>
      )}
      <header className="field-head">
        <h1>
          {t('web.field.title')} {open.length > 0 && <span>{open.length}</span>}
        </h1>
        {open.length > 1 && <span className="quiet">{t(fix ? 'web.field.near' : 'web.field.by-due')}</span>}
        {me.may('report-case') && (
          <button type="button" className="button small" onClick={() => setReporting(true)}>
            {t('web.report.title')}
          </button>
        )}
      </header>
      {isReporting && <ReportDialog onClose={() => setReporting(false)} />}
      {tasks.isPending && <Waiting rows={4} height={96} />}
      {tasks.error && <Trouble error={tasks.error} retry={tasks.refetch} />}
      {tasks.data && open.length === 0 && <Empty title={t('web.field.empty.title')}>{t('web.field.empty.text')}</Empty>}
      <ol className="field-tasks">
        {open.map(({ task, metres, bearing }, index) => (
          <li key={task.id} className={index === 0 ? 'field-first' : undefined} data-testid="field-task">
            <Link
              to="/field/$id"
              params={{ id: task.id }}
              className={metres === null ? 'field-row field-row-unplaced plain' : 'field-row plain'}
            >
              <Distance metres={metres} bearing={bearing} place={index + 1} />
              <TaskWords task={task} />
              <span className="field-due">
                <Due dueAt={Date.parse(task.dueAt)} now={now} />
              </span>
            </Link>
            {index === 0 && <FirstButton task={task} isThere={metres !== null && metres <= THERE_M} />}
          </li>
        ))}
      </ol>
      {done.length > 0 && (
        <section>
          <h2 className="field-done-head">
            {t('web.field.done')} <span className="quiet">{done.length}</span>
          </h2>
          <ul className="rows">
            {done.slice(0, 20).map((task) => (
              <li key={task.id}>
                <Link to="/tasks/$id" params={{ id: task.id }} className="field-row field-row-done plain">
                  <span className="label nowrap">{task.doneAt && shortInstant(Date.parse(task.doneAt), now)}</span>
                  <TaskWords task={task} />
                  <span className="quiet">{task.finding && wordOf('web.finding', task.finding, t)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** Who is at the place checks in at once and goes on to the photo; who is not sees first what it is about. */
function FirstButton({ task, isThere }: { task: Task; isThere: boolean }) {
  const { t } = useText()
  const navigate = useNavigate()
  const checkIn = useCheckIn(task, () => navigate({ to: '/field/$id', params: { id: task.id } }))
  if (task.state !== 'sent' || !isThere) {
    return (
      <Link to="/field/$id" params={{ id: task.id }} className="button primary wide tall">
        {t(task.state === 'sent' ? 'web.field.go' : 'web.field.go-on')}
      </Link>
    )
  }
  return (
    <>
      <button type="button" className="button primary wide tall" disabled={checkIn.isBusy} onClick={checkIn.arrive}>
        {checkIn.words}
      </button>
      {checkIn.error && <Trouble error={checkIn.error} />}
    </>
  )
}

function TaskWords({ task }: { task: Task }) {
  const { t, language } = useText()
  return (
    <span className="field-words">
      <b>{t('web.field.near-station', { station: task.alert.stationName })}</b>
      <span className="quiet">
        {task.instruction ??
          t('web.field.why', {
            factor: factorName(task.alert.factor, language),
            value: valueText(task.alert.lastValue, task.alert.factor),
          })}
      </span>
    </span>
  )
}

/** How far and which way; without a place only the number in the list. */
function Distance({ metres, bearing, place }: { metres: number | null; bearing: number | null; place: number }) {
  if (metres === null || bearing === null) return <span className="field-far">{place}</span>
  return (
    <span className="field-far">
      {metres < 1000 ? Math.round(metres / 10) * 10 : (metres / 1000).toFixed(1)}
      <span className="field-unit">
        <svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true" style={{ rotate: `${bearing}deg` }}>
          <path className="field-needle" d="M8 1 13 14 8 11 3 14Z" />
        </svg>
        {metres < 1000 ? 'm' : 'km'}
      </span>
    </span>
  )
}
