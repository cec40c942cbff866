import type { ReactNode } from 'react'
import type { DeviceProposal } from '../../api/queries.ts'
import { TickMark } from '../../parts/marks.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { type Language, type Translate, useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { spanTexts } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { choicesOf } from './choices.ts'
import { evidenceText } from './evidence-text.ts'

/** What the frames say: each proposal beside what it rests on, so that a person can see where to doubt it; `children` act on it. */
export function FactsStep({ proposal, children }: { proposal: DeviceProposal; children: ReactNode }) {
  const { t } = useText()
  const now = useNow(60_000)
  const { from, to } = spanTexts(Date.parse(proposal.firstAt), Date.parse(proposal.lastAt), now)
  return (
    <div>
      <p className="panel">
        {from === to
          ? t('web.quarantine.says-at', { frames: proposal.frames, at: from })
          : t('web.quarantine.says', { frames: proposal.frames, from, to })}
      </p>
      {children}
      <Choices proposal={proposal} />
      <Delays proposal={proposal} />
      <Factors proposal={proposal} />
      <Problems proposal={proposal} />
      <section className="panel">
        <h2>{t('web.quarantine.sample')}</h2>
        <pre className="mono raw-text">{proposal.sample}</pre>
      </section>
    </div>
  )
}

function Choices({ proposal }: { proposal: DeviceProposal }) {
  const { t } = useText()
  return (
    <section className="adopt-block">
      <h2 className="block-title">{t('web.quarantine.proposal')}</h2>
      <WideTable name={t('web.quarantine.proposal')}>
        <table className="choices-table">
          <thead>
            <tr>
              <th scope="col">{t('web.quarantine.setting')}</th>
              <th scope="col">{t('web.quarantine.proposed')}</th>
              <th scope="col">{t('web.quarantine.sure')}</th>
              <th scope="col">{t('web.quarantine.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {choicesOf(proposal, t).map(({ name, value, choice }) => (
              <tr key={name}>
                {/* catalogue keys: web.device.*, web.column.data-time, web.quarantine.sends-hours */}
                <td className="nowrap">{t(name)}</td>
                <td className="nowrap">
                  <b>{value}</b>
                </td>
                <td className="nowrap">
                  <Sure sure={choice.sure} />
                </td>
                <td className="quiet adopt-evidence">{evidenceText(choice.evidence, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  )
}

function Sure({ sure }: { sure: boolean }) {
  const { t } = useText()
  return sure ? (
    <>
      <TickMark /> <span className="label">{t('web.quarantine.is-sure')}</span>
    </>
  ) : (
    <b className="attention">{t('web.quarantine.not-sure')}</b>
  )
}

function Delays({ proposal }: { proposal: DeviceProposal }) {
  const { t } = useText()
  if (proposal.delays.length === 0) return null
  return (
    <section className="adopt-block">
      <h2 className="block-title">
        {t('web.quarantine.delays')} <span className="label">{t('web.quarantine.delays-note')}</span>
      </h2>
      <WideTable name={t('web.quarantine.delays')}>
        <table className="delays-table">
          <thead>
            <tr>
              <th scope="col">{t('web.column.cn')}</th>
              <th scope="col" className="number">
                {t('web.device.frames')}
              </th>
              <th scope="col" className="number">
                {t('web.quarantine.shortest')}
              </th>
              <th scope="col" className="number">
                {t('web.quarantine.median')}
              </th>
            </tr>
          </thead>
          <tbody>
            {proposal.delays.map((delay) => (
              <tr key={delay.cn}>
                <td className="mono">{delay.cn}</td>
                <td className="number">{delay.frames}</td>
                <td className="number">{secondsSpan(delay.shortestSeconds, t)}</td>
                <td className="number">{secondsSpan(delay.medianSeconds, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  )
}

/** `61 分 5 秒`, as the eye compares it with the length of a period. */
function secondsSpan(seconds: number, t: Translate): string {
  const whole = Math.round(Math.abs(seconds))
  const parts = [
    whole >= 60 && t('web.time.minute', { value: Math.floor(whole / 60) }),
    (whole % 60 > 0 || whole === 0) && t('web.time.second', { value: whole % 60 }),
  ]
  return `${seconds < 0 ? '−' : ''}${parts.filter(Boolean).join(' ')}`
}

function Factors({ proposal }: { proposal: DeviceProposal }) {
  const { t, language } = useText()
  if (proposal.factors.length === 0) return null
  return (
    <section className="adopt-block">
      <h2 className="block-title">{t('web.column.factors')}</h2>
      <WideTable name={t('web.column.factors')}>
        <table className="factors-table">
          <thead>
            <tr>
              <th scope="col">{t('web.quarantine.code')}</th>
              <th scope="col">{t('web.quarantine.taken-as')}</th>
              <th scope="col" className="number">
                {t('web.quarantine.range')}
              </th>
              <th scope="col">{t('web.quarantine.unit')}</th>
              <th scope="col">{t('web.quarantine.sure')}</th>
              <th scope="col">{t('web.quarantine.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {proposal.factors.map((factor) => (
              <tr key={factor.code}>
                <td className="mono">{factor.code}</td>
                <td className="nowrap">{takenAs(factor.factor, language, t)}</td>
                <td className="number">
                  {factor.low === null || factor.high === null
                    ? '—'
                    : `${shortNumber(factor.low)} – ${shortNumber(factor.high)}`}
                </td>
                <td className="nowrap">{factor.unit || '—'}</td>
                <td className="nowrap">
                  <Sure sure={factor.unitSure} />
                </td>
                <td className="quiet adopt-evidence">{evidenceText(factor.evidence, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  )
}

function takenAs(code: string | null, language: Language, t: Translate) {
  if (code === null) return <span className="attention">{t('web.quarantine.code-unknown')}</span>
  return (
    <>
      <b>{factorLabel(code, language)}</b> <span className="mono label">{code}</span>
    </>
  )
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−')
}

function Problems({ proposal }: { proposal: DeviceProposal }) {
  const { t } = useText()
  if (proposal.problems.length === 0) return null
  return (
    <section className="adopt-block">
      <h2 className="block-title">
        {t('web.quarantine.problems')} <span className="label">{t('web.quarantine.problems-note')}</span>
      </h2>
      <ul className="adopt-problems">
        {proposal.problems.map((problem) => (
          <li key={problem.code}>
            {problem.text} <span className="label">{t('web.quarantine.in-frames', { frames: problem.frames })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
