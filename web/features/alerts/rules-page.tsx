import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { severities } from '../../../src/domain/alerts/model.ts'
import { type AlertRule, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { AlertTabs } from './tabs.tsx'
import { recordText, ruleSentence, verifiedOf } from './words.ts'
import './alerts.css'
import './rules.css'

/** What raises alerts: each rule in a sentence, with how often it was right. */
export function RulesPage() {
  const { t, language } = useText()
  const me = useMe()
  const rules = useQuery(rulesQuery)
  const stations = useQuery(stationsQuery)
  const sentenceOf = (rule: AlertRule) => ruleSentence(rule, stations.data?.items ?? [], t, language)
  const stateOf = (rule: AlertRule) =>
    rule.isNoisy ? t('web.rule.noisy') : t(rule.enabled ? 'web.rule.on' : 'web.rule.off')
  const dash = <span className="label">—</span>
  const found = (rule: AlertRule, verdict: 'weather' | 'instrument') => rule.record.byVerdict[verdict] ?? 0
  const columns: readonly ShownColumn<AlertRule>[] = [
    {
      key: 'name',
      className: 'rules-name',
      name: t('web.rule.name'),
      value: (rule) => `${rule.name}: ${sentenceOf(rule)}`,
      order: (rule) => rule.name,
      show: (rule) => (
        <>
          <Link to="/alerts/rules/$id" params={{ id: rule.id }} className="row-link">
            <b>{rule.name}</b>
          </Link>
          <span className="second quiet">{sentenceOf(rule)}</span>
        </>
      ),
    },
    {
      key: 'kind',
      name: t('web.rule.kind'),
      className: 'nowrap rules-kind',
      value: (rule) => wordOf('web.rule.kind', rule.kind, t),
    },
    {
      key: 'severity',
      name: t('web.rule.severity'),
      className: 'rules-severity',
      value: (rule) => wordOf('web.severity', rule.severity, t),
      order: (rule) => severities.indexOf(rule.severity),
      show: (rule) => (
        <span className="nowrap">
          <SeverityMark severity={rule.severity} /> {wordOf('web.severity', rule.severity, t)}
        </span>
      ),
    },
    {
      ...{ key: 'raised', name: t('web.rule.raised'), kind: 'number', className: 'rules-raised' },
      value: (rule) => rule.record.raised,
      show: (rule) => t('web.rule.raised-times', { times: rule.record.raised }),
    },
    {
      key: 'right',
      name: t('web.rule.right'),
      ...{ className: 'rules-more', align: 'right' },
      value: (rule) => recordText(rule.record, t),
      order: (rule) => rule.record.byVerdict.true ?? 0,
      // What nobody has looked into yet is no count of nought.
      show: (rule) => (verifiedOf(rule.record) === 0 ? dash : recordText(rule.record, t)),
    },
    {
      key: 'weather',
      name: wordOf('web.alert.verdict', 'weather', t),
      kind: 'number',
      className: 'rules-more',
      value: (rule) => found(rule, 'weather'),
      show: (rule) => (verifiedOf(rule.record) === 0 ? dash : found(rule, 'weather')),
    },
    {
      key: 'instrument',
      name: wordOf('web.alert.verdict', 'instrument', t),
      kind: 'number',
      className: 'rules-more',
      value: (rule) => found(rule, 'instrument'),
      show: (rule) => (verifiedOf(rule.record) === 0 ? dash : found(rule, 'instrument')),
    },
    {
      key: 'state',
      name: t('web.column.state'),
      className: 'rules-state',
      value: stateOf,
      show: (rule) => (
        <span className={rule.isNoisy ? 'late nowrap' : rule.enabled ? 'nowrap' : 'quiet nowrap'}>{stateOf(rule)}</span>
      ),
    },
  ]
  const add = me.may('manage-rules') && (
    <Link to="/alerts/rules/new" className="button primary">
      {t('web.rule.new')}
    </Link>
  )
  return (
    <>
      <title>{`${t('web.alerts.rules')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.alerts')}</h1>
        <AlertTabs />
      </header>
      {rules.isPending && <Waiting rows={6} height={48} />}
      {rules.error && <Trouble error={rules.error} retry={rules.refetch} />}
      {rules.data?.items.length === 0 && (
        <Empty title={t('web.rule.empty.title')}>
          <p>{t('web.rule.empty.text')}</p>
          {add && <p className="empty-ways">{add}</p>}
        </Empty>
      )}
      {rules.data && rules.data.items.length > 0 && (
        <ShownTable
          name={t('web.alerts.rules')}
          keptAs="rules"
          className="rules-table"
          rows={rules.data.items}
          rowKey={(rule) => rule.id}
          columns={columns}
          first={{ key: 'raised', isDown: true }}
          tools={add}
        />
      )}
    </>
  )
}
