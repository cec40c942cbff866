import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { QualityFinding } from '../../api/queries.ts'
import { Empty } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { CorrectionDialog } from './correction-dialog.tsx'
import { FindingsTable } from './findings-table.tsx'
import { KeepDialog } from './keep-dialog.tsx'
import { LookLink } from './look-link.tsx'
import type { QualitySearch } from './view.ts'

// catalogue keys: web.quality.empty.*, web.quality.empty-text.*

/** What the checks found: which check, where, which hours and values, and what to do about it. */
export function Findings(props: {
  findings: readonly QualityFinding[]
  state: QualityFinding['state']
  search: QualitySearch
  /** Fetches earlier ones, where there are any; `null` while it does. */
  more: (() => void) | null | undefined
}) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const [keeping, setKeeping] = useState<QualityFinding | null>(null)
  const [correcting, setCorrecting] = useState<QualityFinding | null>(null)
  const { findings, state, more } = props
  return (
    <>
      {findings.length === 0 && more === undefined && <NoFindings state={state} search={props.search} />}
      {findings.length > 0 && (
        <FindingsTable
          key={state}
          findings={findings}
          state={state}
          now={now}
          act={(finding) => (
            <span className="findings-acts">
              <LookLink {...finding} />
              {me.may('correct-readings') && finding.state === 'open' && (
                <>
                  <button type="button" className="button small" onClick={() => setKeeping(finding)}>
                    {t('web.quality.keep')}
                  </button>
                  <button type="button" className="button small" onClick={() => setCorrecting(finding)}>
                    {t('web.quality.correct')}
                  </button>
                </>
              )}
            </span>
          )}
        />
      )}
      {more !== undefined && (
        <p className="findings-foot">
          <button type="button" className="button" disabled={more === null} onClick={() => more?.()}>
            {t('web.quality.more')}
          </button>
          <span className="label">{t('web.quality.more-note', { findings: findings.length })}</span>
        </p>
      )}
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

/** Nothing to show: because of what it is narrowed to, or because there is none. */
function NoFindings({ state, search }: { state: QualityFinding['state']; search: QualitySearch }) {
  const { t } = useText()
  const { tab, ...filters } = search
  if (Object.keys(filters).length > 0) {
    return (
      <Empty title={t('web.quality.empty.narrowed')}>
        <p className="empty-ways">
          <Link to="/quality" search={tab ? { tab } : {}}>
            {t('web.quality.empty.widen')}
          </Link>
        </p>
      </Empty>
    )
  }
  return (
    <Empty title={wordOf('web.quality.empty', state, t)}>
      <p>{wordOf('web.quality.empty-text', state, t)}</p>
    </Empty>
  )
}
