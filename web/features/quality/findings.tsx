import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { findingsQuery, type QualityFinding } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { CorrectionDialog } from './correction-dialog.tsx'
import { KeepDialog } from './keep-dialog.tsx'
import { LookLink } from './look-link.tsx'
import { spanOf } from './span.ts'

// catalogue keys: web.reason.*, web.quality.empty.*, web.quality.empty-text.*

type State = QualityFinding['state']

/** What the checks found: which check, where, which hours, and what to do about it. */
export function Findings({ state, station }: { state: State; station: string | undefined }) {
  const { t } = useText()
  const now = useNow(60_000)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [keeping, setKeeping] = useState<QualityFinding | null>(null)
  const [correcting, setCorrecting] = useState<QualityFinding | null>(null)
  const findings = useQuery(findingsQuery(state, station, cursors.at(-1)))
  if (findings.isPending) return <Waiting rows={8} />
  if (findings.error) return <Trouble error={findings.error} retry={findings.refetch} />
  const items = findings.data.items
  return (
    <>
      {items.length === 0 && cursors.length === 0 && (
        <Empty title={wordOf('web.quality.empty', state, t)}>
          <p>{wordOf('web.quality.empty-text', state, t)}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <WideTable name={t('web.quality.title')}>
          <table className="findings-table two-lines">
            <thead>
              <tr>
                <th scope="col">{t('web.quality.rule')}</th>
                <th scope="col">{t('web.column.station')}</th>
                <th scope="col">{t('web.station.factor')}</th>
                <th scope="col">{t('web.quality.periods')}</th>
                <th scope="col" className="number">
                  {t('web.quality.found')}
                </th>
                <th scope="col">
                  <span className="unseen">{t('web.command.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((finding) => (
                <FindingRow
                  key={finding.id}
                  finding={finding}
                  now={now}
                  onKeep={() => setKeeping(finding)}
                  onCorrect={() => setCorrecting(finding)}
                />
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      <Pages cursors={cursors} next={findings.data.next} onTurn={setCursors} />
      {keeping && <KeepDialog finding={keeping} onClose={() => setKeeping(null)} />}
      {correcting && (
        <CorrectionDialog
          subject={correcting}
          first={Date.parse(correcting.firstEnd)}
          last={Date.parse(correcting.lastEnd)}
          findingId={correcting.id}
          onClose={() => setCorrecting(null)}
        />
      )}
    </>
  )
}

function FindingRow(props: { finding: QualityFinding; now: number; onKeep: () => void; onCorrect: () => void }) {
  const { t, language } = useText()
  const me = useMe()
  const { finding, now } = props
  return (
    <tr>
      <td>
        <b>{wordOf('web.reason', finding.rule, t)}</b>
        {finding.origin === 'county' && <span className="label second">{t('web.quality.origin.county')}</span>}
      </td>
      <td className="findings-station">{finding.station?.name ?? finding.deviceName}</td>
      <td className="nowrap findings-factor">
        {factorLabel(finding.factor, language)}
        <span className="label second">{wordOf('web.resolution', finding.resolution, t)}</span>
      </td>
      <td className="nowrap findings-periods">
        {spanOf(finding, now)}
        <span className="label second">{t('web.quality.count', { periods: finding.periods })}</span>
      </td>
      <td className="number quiet findings-found">
        {shortInstant(Date.parse(finding.foundAt), now)}
        {finding.handledBy !== null && <span className="label second">{finding.handledBy}</span>}
      </td>
      <td className="findings-acts">
        <LookLink {...finding} />
        {me.may('correct-readings') && finding.state === 'open' && (
          <>
            <button type="button" className="button small" onClick={props.onKeep}>
              {t('web.quality.keep')}
            </button>
            <button type="button" className="button small" onClick={props.onCorrect}>
              {t('web.quality.correct')}
            </button>
          </>
        )}
      </td>
    </tr>
  )
}
