import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { ImportDetail } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { Bar } from './bar.tsx'
import { rowsText } from './rows-text.ts'

/** What is under way, and the ways to put it off or stop it. */
export function Progress({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const queries = useQueryClient()
  const stop = useMutation({
    mutationFn: (how: 'pause' | 'stop') => call(`POST /api/imports/:id/${how}`, { params: { id: job.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  })
  const { rows = 0, taken = 0, refused = 0 } = job.counts ?? {}
  const { total = null, from = 0, again = 0 } = job.progress ?? {}
  const said = { rows: rowsText(rows), taken: rowsText(taken), refused: rowsText(refused) }
  const isLoad = job.state === 'loading'
  const isRead = isLoad && total !== null && rows >= total
  return (
    <section className="block import-progress" aria-live="polite">
      <p>
        <b>{t(isLoad ? 'web.import.loading' : 'web.import.checking')}</b>{' '}
        {isRead
          ? t('web.import.writing', said)
          : total === null
            ? t('web.import.progress', said)
            : t('web.import.progress-of', { ...said, total: rowsText(total) })}
      </p>
      <Bar rows={rows} total={isRead ? null : total} />
      {from > 0 && (
        <p className="quiet">{t('web.import.resumed', { from: rowsText(from), next: rowsText(from + 1) })}</p>
      )}
      {again > 0 && <p className="quiet">{t('web.import.again', { again: rowsText(again) })}</p>}
      <p className="label">{t('web.import.leave')}</p>
      {stop.error && <Trouble error={stop.error} />}
      <div className="import-stops">
        {isLoad && job.kind === 'readings' && !isRead && (
          <button type="button" className="button" disabled={stop.isPending} onClick={() => stop.mutate('pause')}>
            {t('web.import.pause')}
          </button>
        )}
        <button type="button" className="button" disabled={stop.isPending} onClick={() => stop.mutate('stop')}>
          {t(isLoad ? 'web.import.cancel' : 'web.import.stop')}
        </button>
        {isLoad && job.kind === 'readings' && <span className="label">{t('web.import.cancel-note')}</span>}
      </div>
    </section>
  )
}
