import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type ImportDetail, type ImportPlan, importProposalQuery, importQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { Kept } from './kept.tsx'
import { KindChoice } from './kind-choice.tsx'
import { PlanForm } from './plan-form.tsx'
import { Progress } from './progress.tsx'
import { Result } from './result.tsx'
import '../monitoring/monitoring.css'
import './imports.css'

const route = getRouteApi('/inside/import/$id')

// catalogue keys: web.import.kind.*, web.import.state.*, web.import.field.*, web.import.coordinates.*, web.import.layout.*, web.import.count.*

/** One file: how it is read, what that would do, and what it has done. */
export function ImportPage() {
  const { t } = useText()
  const { id } = route.useParams()
  const job = useQuery(importQuery(id))
  return (
    <>
      <title>{`${job.data?.fileName ?? t('web.import.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar import-bar-head">
        <h1>
          <Link to="/import" className="crumb">
            {t('web.import.title')}
          </Link>{' '}
          / {job.data?.fileName ?? ''}
        </h1>
        {job.data && <About job={job.data} />}
      </header>
      {job.isPending && <Waiting rows={6} />}
      {job.error && <Trouble error={job.error} retry={job.refetch} />}
      {job.data && <Job key={id} job={job.data} />}
    </>
  )
}

/** What it is, how far it is and since when. */
function About({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const now = useNow(10_000)
  const facts = [
    wordOf('web.import.state', job.state, t),
    wordOf('web.import.kind', job.kind, t),
    t('web.import.sent-at', { at: shortInstant(Date.parse(job.createdAt), now) }),
    ...(job.state === 'done' ? [t('web.import.done-at', { at: shortInstant(Date.parse(job.changedAt), now) })] : []),
  ]
  return <span className="label">{facts.join(t('web.join'))}</span>
}

const changeable: readonly ImportDetail['state'][] = [
  'uploaded',
  'checked',
  'paused',
  'failed',
  'cancelled',
  'interrupted',
]

function Job({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const isRunning = job.state === 'checking' || job.state === 'loading'
  return (
    <>
      {job.failure && (
        <div className="import-note">
          <div className="trouble" role="alert">
            <p>
              <b>{job.failure.title}</b>
            </p>
            <p className="quiet">{job.failure.detail}</p>
          </div>
        </div>
      )}
      {job.state === 'interrupted' && job.kept === null && (
        <p className="quiet import-note">
          {t('web.import.interrupted')} {t('web.import.elsewhere')}
        </p>
      )}
      {isRunning && <Progress job={job} />}
      {!isRunning && <Result job={job} />}
      {changeable.includes(job.state) && job.kept === null && job.state !== 'interrupted' && <Plan job={job} />}
      {job.kept !== null && (
        <>
          <Kept job={job} kept={job.kept} />
          <Anew job={job} />
        </>
      )}
    </>
  )
}

/** To go on is the first thing to do; whoever wants it read otherwise opens this. */
function Anew({ job }: { job: ImportDetail }) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="import-anew" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('web.import.anew')}</summary>
      {isOpen && <Plan job={job} />}
    </details>
  )
}

interface Wish {
  kind?: ImportPlan['kind']
  sheet?: string
}

/** How the file is to be read: proposed, changed by hand, checked, then carried out. */
function Plan({ job }: { job: ImportDetail }) {
  const [wish, setWish] = useState<Wish>(job.plan === null ? {} : { kind: job.plan.kind })
  const proposal = useQuery(importProposalQuery(job.id, wish))
  const start = proposal.data && job.plan?.kind === proposal.data.plan.kind && wish.sheet === undefined
  return (
    <>
      {proposal.isPending && <Waiting rows={6} />}
      {proposal.error && <OtherKind error={proposal.error} kind={wish.kind ?? job.kind} onWish={setWish} />}
      {proposal.data && (
        <PlanForm
          key={`${wish.kind} ${wish.sheet}`}
          job={job}
          proposal={proposal.data}
          start={start && job.plan ? job.plan : proposal.data.plan}
          isSecond={job.kept !== null}
          onWish={setWish}
        />
      )}
    </>
  )
}

/** The header says nothing of this kind: perhaps it is of another. */
function OtherKind(props: { error: unknown; kind: ImportPlan['kind']; onWish: (wish: Wish) => void }) {
  return (
    <section className="block">
      <Trouble error={props.error} />
      <div className="import-choices">
        <KindChoice kind={props.kind} onChange={(kind) => props.onWish({ kind })} />
      </div>
    </section>
  )
}
