import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type DragEvent, useRef, useState } from 'react'
import { sendBytes } from '../../api/client.ts'
import { newId } from '../../api/ids.ts'
import { type ImportJob, importsQuery } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import './imports.css'
import { rowsText } from './rows-text.ts'

/** Files that were brought in, and the way to bring in another. */
export function ImportsPage() {
  const { t } = useText()
  return (
    <>
      <title>{`${t('web.import.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <TakeFile />
      <Jobs />
    </>
  )
}

/** One file at a time: chosen, or let fall here. */
function TakeFile() {
  const { t } = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const upload = useMutation({
    mutationFn: (file: File) =>
      sendBytes(
        'PUT /api/imports/:id',
        { params: { id: newId() }, query: { name: file.name } },
        new Blob([file], { type: 'application/octet-stream' }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/import/$id', params: { id } })
    },
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file !== undefined) upload.mutate(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <section className="block">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way, the button is the first */}
      <div
        className={isOver ? 'import-drop over' : 'import-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <div>
          <p>
            <b>{t('web.import.what')}</b>
          </p>
          <p className="label">{t('web.import.what-note')}</p>
        </div>
        <button
          type="button"
          className="button primary"
          disabled={upload.isPending}
          onClick={() => input.current?.click()}
        >
          {upload.isPending ? t('web.import.uploading') : t('web.import.choose')}
        </button>
        <input
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label={t('web.import.file')}
          accept=".csv,.tsv,.txt,.xlsx,.geojson,.json,.gz"
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </div>
      {upload.error && <Trouble error={upload.error} />}
    </section>
  )
}

function Jobs() {
  const { t } = useText()
  const now = useNow(10_000)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const jobs = useQuery(importsQuery(cursors.at(-1)))
  return (
    <section className="block">
      <header className="block-head">
        <h2>{t('web.import.earlier')}</h2>
      </header>
      {jobs.isPending && <Waiting rows={4} />}
      {jobs.error && <Trouble error={jobs.error} retry={jobs.refetch} />}
      {jobs.data?.items.length === 0 && <Empty title={t('web.import.empty.title')}>{t('web.import.empty.text')}</Empty>}
      {jobs.data && jobs.data.items.length > 0 && (
        <>
          <WideTable name={t('web.import.earlier')}>
            <table className="import-jobs">
              <thead>
                <tr>
                  <th scope="col">{t('web.import.file')}</th>
                  <th scope="col">{t('web.import.kind')}</th>
                  <th scope="col">{t('web.column.state')}</th>
                  <th scope="col" className="number">
                    {t('web.import.rows-added')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.import.rows-refused')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.column.created')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {jobs.data.items.map((job) => (
                  <tr key={job.id}>
                    <td className="import-name">
                      <Link to="/import/$id" params={{ id: job.id }} className="row-link">
                        {job.fileName}
                      </Link>
                    </td>
                    <td className="quiet nowrap">{wordOf('web.import.kind', job.kind, t)}</td>
                    <td className={isBad(job) ? 'late nowrap' : 'nowrap'}>
                      {wordOf('web.import.state', job.state, t)}
                    </td>
                    <td className="number import-count">{countText(job, 'added')}</td>
                    <td className={isShort(job) ? 'number import-count attention' : 'number import-count'}>
                      {countText(job, 'refused')}
                    </td>
                    <td className="number quiet">{shortInstant(Date.parse(job.createdAt), now)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
          <Pages cursors={cursors} next={jobs.data.next} onTurn={setCursors} />
        </>
      )}
    </section>
  )
}

function countText({ counts }: ImportJob, which: 'added' | 'refused'): string {
  return counts === null ? '—' : rowsText(counts[which])
}

/** Some rows were left outside. */
function isShort({ counts }: ImportJob): boolean {
  return counts !== null && counts.refused > 0
}

function isBad({ state }: ImportJob): boolean {
  return state === 'failed' || state === 'interrupted'
}
