import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { fileOf } from '../../api/client.ts'
import type { ImportDetail, ImportPlan } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { type Key, useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { rowsText } from './rows-text.ts'

const shown = ['rows', 'taken', 'refused', 'others', 'added', 'unchanged'] as const

// catalogue keys: web.import.see-*

/** Where what was brought in is seen. */
const seenAt: Partial<Record<ImportPlan['kind'], { to: '/sources' | '/devices' | '/monitoring'; words: Key }>> = {
  sources: { to: '/sources', words: 'web.import.see-sources' },
  devices: { to: '/devices', words: 'web.import.see-devices' },
  readings: { to: '/monitoring', words: 'web.import.see-stations' },
  stations: { to: '/monitoring', words: 'web.import.see-stations' },
}

/** What a check found or a load did: counts, doubts, refused rows with their reasons. */
export function Result({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const { counts } = job
  const place = job.plan === null ? undefined : seenAt[job.plan.kind]
  const isTold = job.state === 'checked' || job.state === 'done'
  if (counts === null || !isTold) return null
  return (
    <section className="block">
      <header className="block-head">
        <h2>{t(job.state === 'done' ? 'web.import.done' : 'web.import.would')}</h2>
        {job.state === 'done' && counts.added === 0 && <span className="label">{t('web.import.no-change')}</span>}
        {job.state === 'done' && place !== undefined && (
          <Link to={place.to} className="button push">
            {t(place.words)}
          </Link>
        )}
      </header>
      <dl className="import-counts">
        {shown.map((key) => (
          <div key={key}>
            <dt className="label">{wordOf('web.import.count', key, t)}</dt>
            <dd className={key === 'refused' && counts.refused > 0 ? 'late' : undefined}>{rowsText(counts[key])}</dd>
          </div>
        ))}
      </dl>
      {job.progress !== null && job.progress.from > 0 && (
        <p className="quiet import-parts">
          {t('web.import.resumed', { from: rowsText(job.progress.from), next: rowsText(job.progress.from + 1) })}
        </p>
      )}
      {job.progress !== null && job.progress.again > 0 && (
        <p className="import-doubt">{t('web.import.again', { again: rowsText(job.progress.again) })}</p>
      )}
      {job.doubts.map((doubt) => (
        <p key={doubt.doubt} className="import-doubt" role="alert">
          {doubt.doubt === 'unit-co' || doubt.doubt === 'cities'
            ? t(`web.import.doubt.${doubt.doubt}`, { ...doubt })
            : t(`web.import.doubt.${doubt.doubt}`, {
                ...doubt,
                declared: wordOf('web.import.coordinates', doubt.declared, t),
                likely: wordOf('web.import.coordinates', doubt.likely, t),
              })}
        </p>
      ))}
      {job.hasAccounts && <Accounts job={job} />}
      {job.hasRefused && <Refused job={job} />}
    </section>
  )
}

function Refused({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const columns = job.plan?.columns.slice(0, 60) ?? []
  return (
    <>
      <ul className="import-reasons">
        {job.reasons.map(({ fault, reason, rows }) => (
          <li key={fault}>
            {reason} <b>{rows}</b>
          </li>
        ))}
      </ul>
      <p className="import-refused-head">
        {t('web.import.refused-note')}{' '}
        <a className="button small" href={`/api/imports/${job.id}/refused`} download>
          {t('web.import.refused-file')}
        </a>
      </p>
      <WideTable name={t('web.import.count.refused')}>
        <table className="import-refused">
          <thead>
            <tr>
              <th scope="col" className="number">
                {t('web.import.line')}
              </th>
              <th scope="col">{t('web.column.reason')}</th>
              {columns.map(({ name }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may be alike
                <th key={place} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {job.refused.map(({ line, reason, cells }) => (
              <tr key={line}>
                <td className="number">{line}</td>
                <td className="late nowrap">{reason}</td>
                {columns.map((column, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={`${column.name} ${place}`} className="nowrap quiet">
                    {cells[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}

/** Passwords that were made: taken away once, then gone. */
function Accounts({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const queries = useQueryClient()
  const take = useMutation({
    mutationFn: () => fileOf('POST /api/imports/:id/accounts', { id: job.id }),
    onSuccess: (file) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(file)
      link.download = 'accounts.csv'
      link.click()
      URL.revokeObjectURL(link.href)
      return queries.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  return (
    <p className="import-refused-head">
      {t('web.import.accounts-note')}{' '}
      <button type="button" className="button small" disabled={take.isPending} onClick={() => take.mutate()}>
        {t('web.import.accounts')}
      </button>
      {take.error && <Trouble error={take.error} />}
    </p>
  )
}
