import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type DeviceProposal, proposalQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import type { DeviceDraft } from '../devices/draft.ts'
import '../devices/devices.css'
import { DataFields, DialectFields, IdentityFields } from '../devices/fields.tsx'
import { atStation } from '../devices/stations-for-logger.ts'
import { useStationsForLogger } from '../devices/use-stations.ts'
import { AdoptedPanel } from './adopted-panel.tsx'
import { type Adopted, useAdoption } from './adoption.ts'
import { AsProposed } from './as-proposed.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { draftOfProposal } from './draft-of-proposal.ts'
import { FactsStep } from './facts-step.tsx'
import './quarantine.css'

const route = getRouteApi('/inside/quarantine/adopt')
const steps = [1, 2, 3] as const
export type Step = (typeof steps)[number]

// catalogue keys: web.quarantine.step.*

/** Adopt an unknown device: at once, as its frames say; or in three steps: what they say, put right what they do not, confirm. */
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
  const { stations, error, retry } = useStationsForLogger()
  const [written, setWritten] = useState<DeviceDraft>(() => draftOfProposal(proposal))
  const [adopted, setAdopted] = useState<Adopted | null>(null)
  const act = useAdoption(proposal, setAdopted)
  // Until somebody chooses, the station is the only one that it can be.
  const only = written.stationId === '' ? stations.only : undefined
  const nameAt = (station: string) => t('web.device.name-at', { station })
  const draft = only === undefined ? written : { ...written, ...atStation(written, only.id, [only], nameAt) }
  const change = (to: Partial<DeviceDraft>) => setWritten({ ...draft, ...to })
  // What was proposed is what was chosen once it is sent: by the answer the station is no longer one without a logger.
  const adoption = {
    ...act,
    adopt: (sent: DeviceDraft) => {
      setWritten(sent)
      act.adopt(sent)
    },
  }
  const go = (to: Step) =>
    navigate({ to: '/quarantine/adopt', search: { mn: proposal.mn, ...(to === 1 ? {} : { step: to }) } })
  if (adopted) return <AdoptedPanel adopted={adopted} name={draft.name} mn={proposal.mn} />
  // Who comes in by an address in the middle has written nothing yet.
  const here: Step = step === 3 && (draft.stationId === '' || draft.name === '') ? 2 : step
  return (
    <>
      <ol className="wizard-steps" aria-label={t('web.quarantine.steps')}>
        {steps.map((each) => (
          <li key={each} aria-current={each === here ? 'step' : undefined}>
            <b>{each}</b> {t(`web.quarantine.step.${each}`)}
          </li>
        ))}
      </ol>
      {error && <Trouble error={error} retry={retry} />}
      {here === 1 && (
        <FactsStep proposal={proposal}>
          <AsProposed
            proposal={proposal}
            draft={draft}
            stations={stations}
            adoption={adoption}
            onChange={change}
            onCheck={() => go(2)}
          />
        </FactsStep>
      )}
      {here === 2 && (
        <form
          className="set-form adopt-form"
          onSubmit={(event) => {
            event.preventDefault()
            go(3)
          }}
        >
          <h2 className="set-title">{t('web.device.section.identity')}</h2>
          <IdentityFields
            draft={draft}
            onChange={change}
            stations={stations}
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
          station={[...stations.without, ...stations.with].find(({ id }) => id === draft.stationId)?.name ?? ''}
          adoption={adoption}
          onBack={() => go(2)}
        />
      )}
    </>
  )
}
