import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { ImportDetail } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { Bar } from './bar.tsx'
import { rowsText } from './rows-text.ts'

/** A load that did not come to its end: how far it came, and the way to go on. */
export function Kept({ job, kept }: { job: ImportDetail; kept: NonNullable<ImportDetail['kept']> }) {
  const { t } = useText()
  const queries = useQueryClient()
  const move = useMutation({
    mutationFn: (how: 'resume' | 'stop') => call(`POST /api/imports/:id/${how}`, { params: { id: job.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  })
  const { rows, total } = kept
  const isRead = total !== null && rows > 0 && rows >= total
  return (
    <section className="block import-progress">
      <p>
        {job.state !== 'failed' && <b>{t(job.state === 'paused' ? 'web.import.paused' : 'web.import.interrupted')}</b>}{' '}
        {rows === 0 || total === null
          ? t('web.import.kept-none')
          : isRead
            ? t('web.import.kept-all', { rows: rowsText(rows) })
            : t('web.import.kept', { rows: rowsText(rows), total: rowsText(total), next: rowsText(rows + 1) })}
      </p>
      {rows > 0 && <Bar rows={rows} total={total} />}
      {rows > 0 && <p className="label">{t('web.import.kept-note')}</p>}
      {move.error && <Trouble error={move.error} />}
      <div className="import-stops">
        <button
          type="button"
          className="button primary"
          disabled={move.isPending}
          onClick={() => move.mutate('resume')}
        >
          {t(rows === 0 ? 'web.import.begin-again' : 'web.import.resume')}
        </button>
        {rows > 0 && (
          <button type="button" className="button" disabled={move.isPending} onClick={() => move.mutate('stop')}>
            {t('web.import.let-go')}
          </button>
        )}
      </div>
    </section>
  )
}
