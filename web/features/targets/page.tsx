import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { civilOf } from '../../../src/standards/civil-time.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './targets.css'
import { signedText } from '../evaluation/figures.ts'
import { periodsQuery } from '../evaluation/queries.ts'
import { EvaluationTabs } from '../evaluation/tabs.tsx'
import { measuredOf } from './measured.ts'
import { type Target, targetsQuery } from './queries.ts'
import { TargetDialog } from './target-dialog.tsx'
import { targetText, whatText } from './words.ts'

const route = getRouteApi('/inside/targets')

/** What the county and its stations must reach in a year, by which document, and who wrote it down. */
export function TargetsPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const navigate = useNavigate()
  const search = route.useSearch()
  const thisYear = civilOf(now).year
  const year = search.year ?? thisYear
  const targets = useQuery(targetsQuery(year))
  const [open, setOpen] = useState<{ target: Target | null } | null>(null)
  const all = targets.data?.items ?? []
  const shown = search.show === 'history' ? all : all.filter(({ isStanding, value }) => isStanding && value !== null)
  const set = me.may('set-targets') && (
    <button type="button" className="button primary" onClick={() => setOpen({ target: null })}>
      {t('web.targets.set')}
    </button>
  )
  return (
    <>
      <title>{`${t('web.targets.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.evaluation')}</h1>
        <EvaluationTabs here="targets" />
      </header>
      <div className="tool-bar">
        <select
          className="input targets-year"
          aria-label={t('web.evaluation.year')}
          value={year}
          onChange={(event) => {
            const { year: _year, ...rest } = search
            const wanted = Number(event.target.value)
            navigate({ to: '/targets', search: wanted === thisYear ? rest : { ...rest, year: wanted }, replace: true })
          }}
        >
          {[...new Set([thisYear + 1, thisYear, thisYear - 1, thisYear - 2, year])]
            .sort((a, b) => b - a)
            .map((one) => (
              <option key={one}>{one}</option>
            ))}
        </select>
        <Link
          to="/targets"
          search={{
            ...(search.year ? { year: search.year } : {}),
            ...(search.show ? {} : { show: 'history' as const }),
          }}
          replace
          className="chip"
          activeOptions={{ exact: true }}
          aria-current={search.show === 'history' ? 'page' : undefined}
        >
          {t('web.targets.history')}
        </Link>
        <span className="label">{t('web.targets.note')}</span>
      </div>
      {targets.isPending && <Waiting rows={6} />}
      {targets.error && <Trouble error={targets.error} retry={targets.refetch} />}
      {targets.data &&
        (shown.length === 0 ? (
          <Empty title={t('web.targets.empty.title', { year })}>
            <p>{t('web.targets.empty.text')}</p>
            {set && <p className="empty-ways">{set}</p>}
          </Empty>
        ) : (
          <Table targets={shown} year={year} now={now} set={set} onChange={(target) => setOpen({ target })} />
        ))}
      {open && <TargetDialog year={year} target={open.target} standing={all} onClose={() => setOpen(null)} />}
    </>
  )
}

function Table(props: {
  targets: readonly Target[]
  year: number
  now: number
  set: React.ReactNode
  onChange: (target: Target) => void
}) {
  const { t, language } = useText()
  const me = useMe()
  const rank = { year: 0, month: 1, day: 2 }
  const subjects = [...new Set(props.targets.map(({ subject }) => subject.id))]
  const replies = useQueries({ queries: subjects.map((subject) => periodsQuery({ subject, year: props.year })) })
  const measured = (target: Target) =>
    target.isStanding ? measuredOf(target, replies[subjects.indexOf(target.subject.id)]?.data?.periods ?? []) : null
  const columns: ShownColumn<Target>[] = [
    {
      key: 'subject',
      name: t('web.targets.subject'),
      value: ({ subject }) => subject.name,
      order: ({ subject }) => (subject.type === 'region' ? '' : subject.name),
    },
    {
      key: 'factor',
      name: t('web.station.factor'),
      value: ({ factor }) => factorName(factor, language),
      show: ({ factor }) => factorLabel(factor, language),
    },
    {
      key: 'what',
      name: t('web.targets.what'),
      value: (one) => whatText(one, t),
      order: ({ averaging, month }) => rank[averaging] * 100 + (month ?? 0),
    },
    {
      key: 'value',
      name: t('web.targets.value'),
      kind: 'number',
      value: ({ value }) => value,
      show: (one) => (one.isStanding && one.value !== null ? <b>{targetText(one)}</b> : <s>{targetText(one)}</s>),
    },
    {
      key: 'measured',
      name: t('web.targets.measured'),
      kind: 'number',
      value: (one) => measured(one)?.mean ?? null,
      show: (one) => {
        const is = measured(one)
        if (is === null) return <span className="label">–</span>
        return (
          <>
            {!is.isOver && <span className="label">{t('web.targets.so-far')}</span>} {is.mean.toFixed(1)}
          </>
        )
      },
    },
    {
      key: 'difference',
      name: t('web.targets.difference'),
      kind: 'number',
      value: (one) => measured(one)?.difference ?? null,
      show: (one) => {
        const is = measured(one)
        if (is === null) return <span className="label">–</span>
        return <span className={is.difference > 0 ? 'late' : 'quiet'}>{signedText(is.difference)}</span>
      },
    },
    { key: 'basis', name: t('web.targets.basis'), value: ({ basis }) => basis },
    { key: 'by', name: t('web.targets.by'), value: ({ setBy }) => setBy ?? t('web.targets.console') },
    {
      key: 'at',
      name: t('web.targets.at'),
      kind: 'instant',
      value: ({ setAt }) => Date.parse(setAt),
      show: ({ setAt }) => shortInstant(Date.parse(setAt), props.now),
    },
    {
      key: 'state',
      name: t('web.targets.state'),
      value: ({ isStanding, value }) =>
        t(
          !isStanding
            ? 'web.targets.state.replaced'
            : value === null
              ? 'web.targets.state.back'
              : 'web.targets.state.stands',
        ),
    },
  ]
  return (
    <ShownTable
      name={t('web.targets.title')}
      keptAs="targets"
      className="targets-table"
      rows={props.targets}
      rowKey={({ id }) => id}
      columns={columns}
      first={{ key: 'what', isDown: false }}
      tools={props.set}
      {...(me.may('set-targets')
        ? {
            act: (one: Target) =>
              one.isStanding && (
                <button type="button" className="link" onClick={() => props.onChange(one)}>
                  {t('web.targets.change')}
                </button>
              ),
          }
        : {})}
    />
  )
}
