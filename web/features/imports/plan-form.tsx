import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { periodNamed } from '../../../src/domain/evaluations/model.ts'
import { call } from '../../api/client.ts'
import { type ImportDetail, type ImportPlan, type ImportProposal, stationsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { Columns } from './columns.tsx'
import { KindChoice } from './kind-choice.tsx'

const systems = ['wgs84', 'gcj02', 'bd09'] as const
/** Kinds whose rows have places. */
const placed: readonly ImportPlan['kind'][] = ['stations', 'regions', 'sources', 'landscape']

/** The plan as it stands on the screen, and what may be done with it. */
export function PlanForm(props: {
  job: ImportDetail
  proposal: ImportProposal
  start: ImportPlan
  /** Something else is the first thing to do on this page. */
  isSecond: boolean
  onWish: (wish: { kind?: ImportPlan['kind']; sheet?: string }) => void
}) {
  const { job, proposal, onWish } = props
  const { t } = useText()
  const queries = useQueryClient()
  const [plan, setPlan] = useState(props.start)
  const [isChanged, setChanged] = useState(false)
  const change = (more: Partial<ImportPlan>) => {
    setPlan({ ...plan, ...more })
    setChanged(true)
  }
  const begin = useMutation({
    mutationFn: (step: 'check' | 'load') =>
      call(`POST /api/imports/:id/${step}`, { params: { id: job.id }, body: plan }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  })
  const isTable = plan.layout === 'table'
  const isChecked = job.state === 'checked' && !isChanged
  return (
    <section className="block">
      <header className="block-head">
        <h2>{t('web.import.plan')}</h2>
        <span className="label">
          {t(proposal.remembered ? 'web.import.remembered' : 'web.import.proposed', { line: plan.headerLine })}
        </span>
      </header>
      <div className="import-choices">
        <KindChoice kind={plan.kind} onChange={(kind) => onWish({ kind })} />
        {proposal.sheets.length > 1 && (
          <label className="field import-field">
            <span>{t('web.import.sheet')}</span>
            <select
              className="input"
              value={plan.sheet ?? ''}
              onChange={(event) => onWish({ kind: plan.kind, sheet: event.currentTarget.value })}
            >
              {proposal.sheets.map((sheet) => (
                <option key={sheet}>{sheet}</option>
              ))}
            </select>
          </label>
        )}
        {plan.kind === 'readings' && isTable && <ReadingsChoices plan={plan} change={change} />}
        {(plan.kind === 'rankings' || plan.kind === 'peer-days') && <DistrictChoices plan={plan} change={change} />}
        {placed.includes(plan.kind) && (
          <label className="field import-field">
            <span>{t('web.import.coordinates')}</span>
            <select
              className="input"
              value={plan.coordinates}
              onChange={(event) => {
                const coordinates = systems.find((each) => each === event.currentTarget.value)
                if (coordinates) change({ coordinates })
              }}
            >
              {systems.map((system) => (
                <option key={system} value={system}>
                  {wordOf('web.import.coordinates', system, t)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {isTable ? (
        <Columns plan={plan} proposal={proposal} onChange={(columns) => change({ columns })} />
      ) : (
        <p className="quiet import-note">{wordOf('web.import.layout', plan.layout, t)}</p>
      )}
      {begin.error && <Trouble error={begin.error} />}
      <div className="import-acts">
        <button
          type="button"
          className={isChecked || props.isSecond ? 'button' : 'button primary'}
          disabled={begin.isPending}
          onClick={() => begin.mutate('check')}
        >
          {t('web.import.check')}
        </button>
        <button
          type="button"
          className={isChecked ? 'button primary' : 'button'}
          disabled={begin.isPending}
          onClick={() => begin.mutate('load')}
        >
          {t('web.import.load')}
        </button>
        <span className="label">{t(props.isSecond ? 'web.import.anew-note' : 'web.import.acts-note')}</span>
      </div>
    </section>
  )
}

/** Of which period a ranking table is where no column says it, and what zero means. */
function DistrictChoices({ plan, change }: { plan: ImportPlan; change: (more: Partial<ImportPlan>) => void }) {
  const { t } = useText()
  const isNamed = plan.kind === 'peer-days' || plan.columns.some(({ target }) => target === 'period')
  const [period, setPeriod] = useState(plan.period ?? '')
  return (
    <>
      {!isNamed && (
        <label className="field import-field">
          <span>{t('web.import.period')}</span>
          <input
            className="input"
            placeholder={t('web.import.period-hint')}
            value={period}
            onChange={(event) => {
              setPeriod(event.target.value)
              change({ period: periodNamed(event.target.value) === null ? null : event.target.value })
            }}
          />
        </label>
      )}
      <label className="field import-field">
        <span>{t('web.import.zeros')}</span>
        <select
          className="input"
          value={plan.zeros}
          onChange={(event) => change({ zeros: event.currentTarget.value === 'missing' ? 'missing' : 'values' })}
        >
          <option value="values">{t('web.import.zeros.values')}</option>
          <option value="missing">{t('web.import.zeros.missing')}</option>
        </select>
      </label>
    </>
  )
}

/** Which hour a time names, and whose the rows are where no column says it. */
function ReadingsChoices({ plan, change }: { plan: ImportPlan; change: (more: Partial<ImportPlan>) => void }) {
  const { t } = useText()
  const stations = useQuery(stationsQuery)
  const isNamed = plan.columns.some(({ target }) => target === 'station' || target === 'mn')
  return (
    <>
      <label className="field import-field">
        <span>{t('web.import.hour')}</span>
        <select
          className="input"
          value={plan.hourNamed}
          onChange={(event) => change({ hourNamed: event.currentTarget.value === 'start' ? 'start' : 'end' })}
        >
          <option value="end">{t('web.import.hour.end')}</option>
          <option value="start">{t('web.import.hour.start')}</option>
        </select>
      </label>
      {plan.columns.some(({ target }) => target === 'city') && (
        <label className="field import-field">
          <span>{t('web.import.city')}</span>
          <input
            className="input"
            maxLength={100}
            placeholder={t('web.import.city-every')}
            value={plan.city ?? ''}
            onChange={(event) => change({ city: event.target.value.trim() || null })}
          />
        </label>
      )}
      {!isNamed && (
        <label className="field import-field">
          <span>{t('web.import.station')}</span>
          <select
            className="input"
            value={plan.station ?? ''}
            onChange={(event) => change({ station: event.currentTarget.value || null })}
          >
            <option value="">{t('web.import.station-none')}</option>
            {(stations.data?.items ?? []).map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}
