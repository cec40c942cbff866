import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { rulesQuery, type Silence, silencesQuery, stationsQuery } from '../../api/queries.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { dayClockText, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { SilenceDialog } from './silence-dialog.tsx'
import { AlertTabs } from './tabs.tsx'
import './alerts.css'

/** What is silenced and was: of what, why, until when, by whom, and what it kept quiet. */
export function SilencesPage() {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const silences = useQuery(silencesQuery)
  const rules = useQuery(rulesQuery)
  const stations = useQuery(stationsQuery)
  const [isMaking, setMaking] = useState(false)
  const scopeOf = ({ ruleId, stationId, factor }: Silence) =>
    [
      ruleId === null ? null : (rules.data?.items.find((rule) => rule.id === ruleId)?.name ?? ''),
      stationId === null ? null : (stations.data?.items.find((one) => one.id === stationId)?.name ?? ''),
      factor === null ? null : factorLabel(factor, language),
    ].filter((part) => part !== null)
  const endOf = (one: Silence) => Date.parse(one.endedAt ?? one.until)
  const stateOf = (one: Silence) =>
    one.isOver
      ? t(one.endedAt === null ? 'web.silence.expired' : 'web.silence.ended')
      : t('web.silence.left', { span: spanText(endOf(one) - now, t) })
  const columns: readonly ShownColumn<Silence>[] = [
    {
      ...{ key: 'scope', name: t('web.silence.what'), className: 'silences-what' },
      value: (one) => scopeOf(one).join(t('web.join')),
      show: (one) => <Scope parts={scopeOf(one)} />,
    },
    { key: 'state', name: t('web.column.state'), className: 'nowrap silences-state', value: stateOf, order: endOf },
    { key: 'reason', name: t('web.column.reason'), className: 'silences-why', value: (one) => one.reason ?? '' },
    {
      key: 'from',
      name: t('web.silence.from'),
      className: 'silences-from',
      kind: 'instant',
      value: (one) => Date.parse(one.from),
      show: (one) => dayClockText(Date.parse(one.from), now),
    },
    {
      key: 'until',
      name: t('web.silence.until'),
      className: 'silences-until',
      kind: 'instant',
      value: endOf,
      show: (one) => dayClockText(endOf(one), now),
    },
    {
      ...{ key: 'by', name: t('web.silence.by'), className: 'nowrap silences-by' },
      value: (one) => one.madeBy ?? t('web.silence.console'),
    },
    {
      key: 'alerts',
      name: t('web.silence.alerts'),
      kind: 'number',
      className: 'silences-kept',
      value: (one) => one.swallowed.alerts,
      show: (one) =>
        one.swallowed.alerts === 0 ? (
          '0'
        ) : (
          <Link to="/alerts" search={{ show: 'silence', silence: one.id }}>
            {one.swallowed.alerts}
          </Link>
        ),
    },
    {
      ...{ key: 'times', name: t('web.silence.times'), kind: 'number', className: 'silences-kept' },
      value: (one) => one.swallowed.exceedances,
    },
  ]
  return (
    <>
      <title>{`${t('web.alerts.silences')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.alerts')}</h1>
        <AlertTabs />
      </header>
      {silences.isPending && <Waiting rows={5} />}
      {silences.error && <Trouble error={silences.error} retry={silences.refetch} />}
      {silences.data?.items.length === 0 && (
        <Empty title={t('web.silence.empty.title')}>
          <p>{t('web.silence.empty.text')}</p>
          {me.may('silence-alerts') && (
            <p className="empty-ways">
              <button type="button" className="button primary" onClick={() => setMaking(true)}>
                {t('web.silence.title')}
              </button>
            </p>
          )}
        </Empty>
      )}
      {silences.data && silences.data.items.length > 0 && (
        <ShownTable
          name={t('web.alerts.silences')}
          keptAs="silences"
          className="silences-table"
          rowClass={({ isOver }) => (isOver ? 'silence-over' : undefined)}
          rows={silences.data.items}
          rowKey={(one) => one.id}
          columns={columns}
          first={{ key: 'until', isDown: true }}
          tools={
            me.may('silence-alerts') && (
              <button type="button" className="button primary" onClick={() => setMaking(true)}>
                {t('web.silence.title')}
              </button>
            )
          }
          act={(one) => (me.may('silence-alerts') && !one.isOver ? <EndButton silence={one} /> : null)}
        />
      )}
      {isMaking && (
        <SilenceDialog scope={{ ruleId: null, stationId: null, factor: null }} onClose={() => setMaking(false)} />
      )}
    </>
  )
}

/** What is silenced, the widest part first: none of its parts is broken, what narrows it follows in quiet. */
function Scope({ parts }: { parts: readonly string[] }) {
  const { t } = useText()
  const [first, ...rest] = parts
  return (
    <>
      <b>{first}</b> {rest.length > 0 && <span className="label nowrap">{rest.join(t('web.join'))}</span>}
    </>
  )
}

function EndButton({ silence }: { silence: Silence }) {
  const { t } = useText()
  const end = useAct('POST /api/silences/:id/end', () => toast(t('web.silence.ended-toast')))
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={end.isPending}
        onClick={() => end.mutate({ params: { id: silence.id }, body: { expects: silence.version } })}
      >
        {t('web.silence.end')}
      </button>
      {end.error && <Trouble error={end.error} />}
    </>
  )
}
