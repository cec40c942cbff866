import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { devicesQuery, latestQuery, outlinesQuery, regionsQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { registerQuery } from '../settings/queries.ts'
import { CountyStep } from './county-step.tsx'
import { DeviceStep } from './device-step.tsx'
import { hasReadings } from './first-time.ts'
import { FrameStep } from './frame-step.tsx'
import { PeopleStep } from './people-step.tsx'
import type { LoggerKeys } from './proposed.ts'
import { StationStep } from './station-step.tsx'
import { isNamed, nextStep, type Step, type StepKey, stepsOf } from './steps.ts'
import './welcome.css'

const route = getRouteApi('/inside/welcome')

// catalogue keys: web.welcome.step.*, web.welcome.note.*

/** From the empty system to the first frame on screen, step by step; each does the real thing, in whatever order. */
export function WelcomePage() {
  const { t } = useText()
  const navigate = useNavigate()
  const { step } = route.useSearch()
  const [putOff, setPutOff] = useState<readonly StepKey[]>([])
  const [keys, setKeys] = useState<LoggerKeys | null>(null)
  const regions = useQuery(regionsQuery)
  const outlines = useQuery(outlinesQuery)
  const stations = useQuery(stationsQuery)
  const people = useQuery(registerQuery)
  const devices = useQuery(devicesQuery)
  const latest = useQuery(latestQuery)
  const all = [regions, outlines, stations, people, devices, latest]
  const error = all.find((one) => one.error)?.error
  const isPending = all.some((one) => one.isPending)
  const county = regions.data?.items.find(({ parentId }) => parentId === null)
  const loggers = (devices.data?.items ?? []).filter(({ kind }) => kind === 'hj212')
  const steps = stepsOf({
    isNamed: isNamed(county?.code),
    hasBorders: (outlines.data?.items ?? []).some(({ regionId }) => regionId === county?.id),
    stations: stations.data?.items.length ?? 0,
    people: people.data?.items.length ?? 0,
    devices: loggers.length,
    hasReadings: hasReadings(latest.data?.items ?? []),
  })
  const open = step ?? nextStep(steps, putOff)
  const goTo = (next: StepKey | undefined) =>
    navigate({ to: '/welcome', search: next === undefined ? {} : { step: next }, replace: true })
  const later = (key: StepKey) => {
    setPutOff((before) => [...before, key])
    goTo(undefined)
  }
  const bodies: Readonly<Record<StepKey, () => ReactNode>> = {
    county: () => <CountyStep county={county} later={() => later('county')} />,
    station: () => <StationStep stations={stations.data?.items ?? []} onDone={() => goTo(undefined)} />,
    people: () => (
      <PeopleStep
        isDone={steps.some(({ key, isDone }) => key === 'people' && isDone)}
        later={() => later('people')}
        stay={() => goTo('people')}
      />
    ),
    device: () => (
      <DeviceStep
        stations={stations.data?.items ?? []}
        devices={loggers}
        countyCode={county?.code ?? ''}
        keys={keys}
        onRegistered={(made) => {
          setKeys(made)
          goTo('frame')
        }}
        goTo={goTo}
      />
    ),
    frame: () => (
      <FrameStep
        stations={stations.data?.items ?? []}
        devices={loggers}
        latest={latest.data?.items ?? []}
        keys={keys}
        goTo={goTo}
      />
    ),
  }
  return (
    <>
      <title>{`${t('web.welcome.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.welcome.title')}</h1>
        <span className="label">
          {t('web.welcome.done-of', { done: steps.filter(({ isDone }) => isDone).length, all: steps.length })}
        </span>
        <Link to="/settings" className="push">
          {t('web.room.settings')}
        </Link>
      </header>
      {error && <Trouble error={error} />}
      {isPending ? (
        <Waiting rows={6} />
      ) : (
        <ol className="guide">
          {steps.map((one, place) => (
            <StepRow key={one.key} step={one} number={place + 1} isOpen={one.key === open} onOpen={() => goTo(one.key)}>
              {bodies[one.key]()}
            </StepRow>
          ))}
        </ol>
      )}
    </>
  )
}

function StepRow(props: { step: Step; number: number; isOpen: boolean; onOpen: () => void; children: ReactNode }) {
  const { t } = useText()
  const { step, isOpen } = props
  return (
    <li className={isOpen ? 'guide-step guide-open' : 'guide-step'} aria-current={isOpen ? 'step' : undefined}>
      <button type="button" className="guide-head" aria-expanded={isOpen} onClick={props.onOpen}>
        <StepMark number={props.number} isDone={step.isDone} />
        <span className="guide-name">{t(step.name)}</span>
        <span className="label">{t(step.isDone ? 'web.welcome.done' : 'web.welcome.open')}</span>
      </button>
      {isOpen && <div className="guide-body">{props.children}</div>}
    </li>
  )
}

/** A full disc with a tick for what is done, a ring with its number for what is not. */
function StepMark({ number, isDone }: { number: number; isDone: boolean }) {
  return (
    <svg className={isDone ? 'mark mark-pass' : 'mark'} width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      {isDone ? (
        <>
          <circle className="mark-fill" cx="12" cy="12" r="10" />
          <path className="mark-tick" d="M7.5 12.2 10.8 15.4 16.6 9" />
        </>
      ) : (
        <>
          <circle className="mark-ring" cx="12" cy="12" r="10" />
          <text className="guide-number" x="12" y="16" textAnchor="middle">
            {number}
          </text>
        </>
      )}
    </svg>
  )
}
