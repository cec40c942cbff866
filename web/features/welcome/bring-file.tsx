import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call, sendBytes } from '../../api/client.ts'
import { newId } from '../../api/ids.ts'
import type { ImportJob, ImportPlan } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'

/** Between two looks at a file that is being read. [ms] */
const LOOK_EVERY_MS = 400

type Coming =
  | { state: 'idle' }
  | { state: 'reading'; name: string }
  | { state: 'done' | 'doubtful'; job: ImportJob }
  | { state: 'failed'; error: unknown; jobId: string | null }

/**
 * One file, chosen and brought in as it proposes itself; where a check finds a doubt or a row that cannot be taken nothing is
 * written, and the file's own page is where it is put right.
 */
export function BringFile(props: {
  kind: ImportPlan['kind']
  accept: string
  button: string
  isPrimary: boolean
  /** Looked at before it is handed over; false: not this one. */
  before?: (file: File) => Promise<boolean>
}) {
  const { t } = useText()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [coming, setComing] = useState<Coming>({ state: 'idle' })
  const bring = async (file: File) => {
    let jobId: string | null = null
    try {
      // Read at once: the field lets go of the file when it is made ready for another.
      const bytes = new Blob([await file.arrayBuffer()], { type: 'application/octet-stream' })
      if (props.before && !(await props.before(file))) return
      setComing({ state: 'reading', name: file.name })
      const { id } = await sendBytes(
        'PUT /api/imports/:id',
        { params: { id: newId() }, query: { name: file.name } },
        bytes,
      )
      jobId = id
      const { plan } = await call('GET /api/imports/:id/proposal', { params: { id }, query: { kind: props.kind } })
      await call('POST /api/imports/:id/check', { params: { id }, body: plan })
      const checked = await ended(id)
      const isDoubtful = checked.state !== 'checked' || checked.doubts.length > 0 || (checked.counts?.refused ?? 0) > 0
      if (isDoubtful) return setComing({ state: 'doubtful', job: checked })
      await call('POST /api/imports/:id/load', { params: { id }, body: plan })
      const done = await ended(id)
      setComing({ state: done.state === 'done' ? 'done' : 'doubtful', job: done })
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    } catch (error) {
      setComing({ state: 'failed', error, jobId })
    }
  }
  return (
    <div className="guide-file">
      <button
        type="button"
        className={props.isPrimary ? 'button primary' : 'button'}
        disabled={coming.state === 'reading'}
        onClick={() => input.current?.click()}
      >
        {coming.state === 'reading' ? t('web.welcome.reading', { name: coming.name }) : props.button}
      </button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-label={t('web.import.file')}
        accept={props.accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) void bring(file)
          event.currentTarget.value = ''
        }}
      />
      {coming.state === 'done' && (
        <p role="status">
          {t('web.welcome.brought', { name: coming.job.fileName, added: coming.job.counts?.added ?? 0 })}{' '}
          <JobLink id={coming.job.id} />
          {coming.job.hasAccounts && <span className="attention"> {t('web.welcome.accounts')}</span>}
        </p>
      )}
      {coming.state === 'doubtful' && (
        <p role="alert" className="attention">
          {t('web.welcome.doubtful', { name: coming.job.fileName })} <JobLink id={coming.job.id} />
        </p>
      )}
      {coming.state === 'failed' && (
        <>
          <Trouble error={coming.error} />
          {coming.jobId !== null && <JobLink id={coming.jobId} />}
        </>
      )}
    </div>
  )
}

function JobLink({ id }: { id: string }) {
  const { t } = useText()
  return (
    <Link to="/import/$id" params={{ id }}>
      {t('web.welcome.see-file')}
    </Link>
  )
}

/** Looks at a file until it is no longer being read. */
async function ended(id: string): Promise<ImportJob> {
  for (;;) {
    const job = await call('GET /api/imports/:id', { params: { id } })
    if (job.state !== 'checking' && job.state !== 'loading') return job
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
