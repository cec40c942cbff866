import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { TaskDetail } from '../../api/queries.ts'
import { TickMark } from '../../parts/marks.tsx'
import { Photos } from '../../parts/photos.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { clockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { ReportDialog } from '../cases/report-dialog.tsx'

/** Handed in: what became of it, and on to the next. */
export function DoneStep({ detail }: { detail: TaskDetail }) {
  const { t } = useText()
  const now = useNow(30_000)
  const me = useMe()
  const [isReporting, setReporting] = useState(false)
  const { task, photos } = detail
  return (
    <div className="field-body">
      <div className="field-why">
        <h2>
          <TickMark /> {t('web.field.handed-in', { time: task.doneAt ? clockText(Date.parse(task.doneAt)) : '' })}
        </h2>
        <p>
          {task.finding && wordOf('web.finding', task.finding, t)}
          {t('web.join')}
          {t('web.field.photos', { photos: photos.length })}
        </p>
        <Photos photos={photos} now={now} />
        {task.finding === 'nothing-found' && me.may('report-case') && (
          <p>
            <button type="button" className="link field-lead" onClick={() => setReporting(true)}>
              {t('web.field.after-all')}
            </button>
          </p>
        )}
        {isReporting && <ReportDialog onClose={() => setReporting(false)} />}
        {task.caseId && (
          <p>
            <Link to="/cases/$id" params={{ id: task.caseId }}>
              {t('web.field.follow')}
            </Link>
          </p>
        )}
      </div>
      <div className="field-thumb">
        <Link to="/field" className="button primary wide tall">
          {t('web.field.next')}
        </Link>
      </div>
    </div>
  )
}
