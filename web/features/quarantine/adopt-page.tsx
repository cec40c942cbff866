import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type DeviceProposal, proposalQuery, stationsQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import type { DeviceDraft } from '../devices/draft.ts'
import '../devices/devices.css'
import { DataFields, DialectFields, IdentityFields } from '../devices/fields.tsx'
import { type Adopted, ConfirmStep } from './confirm-step.tsx'
import { draftOfProposal } from './draft-of-proposal.ts'
import { FactsStep } from './facts-step.tsx'
import './quarantine.css'

const route = getRouteApi('/inside/quarantine/adopt')
const steps = [1, 2, 3] as const
export type Step = (typeof steps)[number]

// catalogue keys: web.quarantine.step.*

/** Adopt an unknown device in three steps: what its frames say, put right what they do not, confirm. */
export function AdoptPage() {
  const { t } = useText()
  const { mn } = route.useSearch()
  return (
    <>
      <title>{`${t('web.quarantine.adopt-title')} · ${t('web.brand')}`}</title>
      <header className="page-bar adopt-bar">
        <h1>
          <Link to="/quarantine" className="crumb">
            {t('web.monitoring.quarantine')}
          </Link>{' '}
          / {t('web.quarantine.adopt-title')}
        </h1>
        <span className="mono label">{mn}</span>
      </header>
      {mn === undefined ? (
        <Empty title={t('web.quarantine.adopt-whom')}>
          <Link to="/quarantine">{t('web.quarantine.adopt-choose')}</Link>
        </Empty>
      ) : (
        <WithProposal key={mn} mn={mn} />
      )}
    </>
  )
}

function WithProposal({ mn }: { mn: string }) {
  // Once it is there it stays: after the adoption nothing is kept that could be asked about.
  const proposal = useQuery({ ...proposalQuery(mn), enabled: (query) => query.state.data === undefined })
  if (proposal.data) return <Wizard proposal={proposal.data} />
  return proposal.error ? <Trouble error={proposal.error} retry={proposal.refetch} /> : <Waiting rows={8} />
}

function Wizard({ proposal }: { proposal: DeviceProposal }) {
  const { t } = useText()
  const navigate = useNavigate()
  const step = route.useSearch().step ?? 1
  const stations = useQuery(stationsQuery)
  const [draft, setDraft] = useState<DeviceDraft>(() => draftOfProposal(proposal))
  const [adopted, setAdopted] = useState<Adopted | null>(null)
  const change = (to: Partial<DeviceDraft>) => setDraft((before) => ({ ...before, ...to }))
  const go = (to: Step) =>
    navigate({ to: '/quarantine/adopt', search: { mn: proposal.mn, ...(to === 1 ? {} : { step: to }) } })
  // Who comes in by an address in the middle has written nothing yet.
  const here: Step = step === 3 && (draft.stationId === '' || draft.name === '') && adopted === null ? 2 : step
  return (
    <>
      <ol className="wizard-steps" aria-label={t('web.quarantine.steps')}>
        {steps.map((each) => (
          <li key={each} aria-current={each === here ? 'step' : undefined}>
            <b>{each}</b> {t(`web.quarantine.step.${each}`)}
          </li>
        ))}
      </ol>
      {here === 1 && <FactsStep proposal={proposal} onNext={() => go(2)} />}
      {here === 2 && (
        <form
          className="set-form adopt-form"
          onSubmit={(event) => {
            event.preventDefault()
            go(3)
          }}
        >
          {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
          <h2 className="set-title">{t('web.device.section.identity')}</h2>
          <IdentityFields
            draft={draft}
            onChange={change}
            stations={stations.data?.items ?? []}
            mnIsFixed
            {...(proposal.passwords === 1 ? { emptyPassword: t('web.quarantine.password-of-frames') } : {})}
          />
          {proposal.passwords > 1 && (
            <p className="attention set-will">{t('web.quarantine.passwords', { passwords: proposal.passwords })}</p>
          )}
          <h2 className="set-title">{t('web.device.section.data')}</h2>
          <DataFields draft={draft} onChange={change} />
          <h2 className="set-title">{t('web.device.section.dialect')}</h2>
          <DialectFields draft={draft} onChange={change} />
          <div className="set-foot">
            <button type="button" className="button" onClick={() => go(1)}>
              {t('web.quarantine.back')}
            </button>
            <button type="submit" className="button primary">
              {t('web.quarantine.next')}
            </button>
          </div>
        </form>
      )}
      {here === 3 && (
        <ConfirmStep
          proposal={proposal}
          draft={draft}
          station={stations.data?.items.find(({ id }) => id === draft.stationId)?.name ?? ''}
          adopted={adopted}
          onBack={() => go(2)}
          onAdopted={setAdopted}
        />
      )}
    </>
  )
}
