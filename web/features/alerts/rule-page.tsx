import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type RuleKind, ruleKinds, ruleKindTable } from '../../../src/domain/alerts/model.ts'
import { useAct } from '../../api/acts.ts'
import { type AlertRule, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { DayTest } from './day-test.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { faultsOf, newRule, sentOf, unitOfRule, type WrittenRule, writtenOf } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { recordText, ruleSentence, verifiedOf, watchedName } from './words.ts'
import '../devices/devices.css'
import './alerts.css'
import './rules.css'

const route = getRouteApi('/inside/alerts/rules/$id')
const newRoute = getRouteApi('/inside/alerts/rules/new')

// catalogue keys: web.rule.kind.*, web.rule.kind-note.*

/** One rule: its sentence, its numbers, what it would have raised, how often it was right. */
export function RulePage() {
  const { t } = useText()
  const { id } = route.useParams()
  const rules = useQuery(rulesQuery)
  if (rules.isPending) return <Waiting rows={8} height={48} />
  if (rules.error) return <Trouble error={rules.error} retry={rules.refetch} />
  const rule = rules.data.items.find((one) => one.id === id)
  if (rule === undefined) return <Empty title={t('web.rule.gone')} />
  return <Known key={`${rule.id} ${rule.version}`} rule={rule} />
}

function Known({ rule }: { rule: AlertRule }) {
  const { t } = useText()
  const me = useMe()
  const [written, setWritten] = useState(() => writtenOf(rule))
  const [reason, setReason] = useState('')
  const [isSilencing, setSilencing] = useState(false)
  const back = useAct('POST /api/rules/:id')
  const change = useAct('POST /api/rules/:id', ({ version }, { params, body }) => {
    const isSwitchedOff = rule.enabled && !body.rule.enabled
    if (!isSwitchedOff) return toast(t('web.rule.saved'))
    // As it was before it was switched off, with whatever else was changed at once.
    const before = sentOf(writtenOf(rule))
    toast(t('web.rule.switched-off', { name: rule.name }), {
      undo: () => back.mutateAsync({ params, body: { expects: version, rule: before } }),
    })
  })
  const isChanged = JSON.stringify(written) !== JSON.stringify(writtenOf(rule))
  const isBlocked = faultsOf(written).size > 0 || (rule.isNoisy ? reason.trim() === '' : !isChanged)
  const save = () => {
    const why = reason.trim() === '' ? {} : { reason: reason.trim() }
    change.mutate({ params: { id: rule.id }, body: { expects: rule.version, rule: sentOf(written), ...why } })
  }
  return (
    <Sheet
      title={rule.name}
      written={written}
      onChange={setWritten}
      tools={
        <>
          {me.may('silence-alerts') && (
            <button type="button" className="button" onClick={() => setSilencing(true)}>
              {t('web.silence.title')}
            </button>
          )}
          {me.may('manage-rules') && (
            <button type="button" className="button primary" disabled={isBlocked || change.isPending} onClick={save}>
              {change.isPending ? t('web.act.sending') : t(rule.isNoisy ? 'web.rule.approve' : 'web.rule.save')}
            </button>
          )}
        </>
      }
      above={
        <>
          <p className="quiet">
            {[
              t('web.rule.record.raised', { raised: rule.record.raised, silenced: rule.record.silenced }),
              recordText(rule.record, t),
              ...(verifiedOf(rule.record) === 0
                ? []
                : [
                    t('web.rule.record.others', {
                      weather: rule.record.byVerdict.weather ?? 0,
                      instrument: rule.record.byVerdict.instrument ?? 0,
                    }),
                  ]),
            ].join(t('web.join'))}{' '}
            <Link to="/alerts" search={{ show: 'all', rule: rule.id }} className="underlined">
              {t('web.rule.its-alerts')}
            </Link>
          </p>
          {rule.isNoisy && (
            <div className="rule-noisy" role="status">
              <p className="late">{t('web.rule.noisy-text', rule.record.sinceApproval)}</p>
              {me.may('manage-rules') && (
                <label className="field">
                  <span>{t('web.rule.reason')}</span>
                  <textarea
                    className="input"
                    rows={2}
                    maxLength={2000}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </label>
              )}
            </div>
          )}
          {change.error && <Trouble error={change.error} />}
          {isSilencing && (
            <SilenceDialog
              scope={{ ruleId: rule.id, stationId: null, factor: null }}
              onClose={() => setSilencing(false)}
            />
          )}
        </>
      }
    />
  )
}

/** A new rule: first its kind, then its numbers, with what it would have raised before it is there. */
export function NewRulePage() {
  const { t } = useText()
  const { kind } = newRoute.useSearch()
  if (kind !== undefined) return <New key={kind} kind={kind} />
  return (
    <>
      <title>{`${t('web.rule.new')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.rule.new')}</h1>
        <span className="label">{t('web.rule.new-note')}</span>
      </header>
      <ul className="rule-kinds" aria-label={t('web.rule.kind')}>
        {ruleKinds.map((one) => (
          <li key={one}>
            <Link to="/alerts/rules/new" search={{ kind: one }} className="rule-kind plain">
              <b>{wordOf('web.rule.kind', one, t)}</b>
              <span className="quiet">{wordOf('web.rule.kind-note', one, t)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function New({ kind }: { kind: RuleKind }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const [written, setWritten] = useState(() => {
    const rule = newRule(kind)
    const ofFeeds = ruleKindTable[kind].factor === 'none'
    const factor = ofFeeds ? t('web.feeds.title') : watchedName(rule.factor, t, language)
    return { ...rule, name: t('web.rule.name-usual', { factor, kind: wordOf('web.rule.kind', kind, t) }) }
  })
  const add = useAct('POST /api/rules', () => {
    toast(t('web.rule.added'))
    navigate({ to: '/alerts/rules' })
  })
  return (
    <Sheet
      title={t('web.rule.new')}
      written={written}
      onChange={setWritten}
      tools={
        <button
          type="button"
          className="button primary"
          disabled={faultsOf(written).size > 0 || add.isPending}
          onClick={() => add.mutate({ body: { rule: sentOf(written) } })}
        >
          {add.isPending ? t('web.act.sending') : t('web.rule.add')}
        </button>
      }
      above={add.error && <Trouble error={add.error} />}
    />
  )
}

function Sheet(props: {
  title: string
  written: WrittenRule
  onChange: (written: WrittenRule) => void
  tools: ReactNode
  above: ReactNode
}) {
  const { t, language } = useText()
  const me = useMe()
  const stations = useQuery(stationsQuery)
  const { written } = props
  const sent = sentOf(written)
  const faults = faultsOf(written)
  const items = stations.data?.items ?? []
  // A question needs no name, a rule does.
  const isWhole = [...faults].every((one) => one === 'name')
  return (
    <>
      <title>{`${props.title} · ${t('web.brand')}`}</title>
      <header className="page-bar rule-bar">
        <div>
          <p className="label">
            <Link to="/alerts/rules" className="crumb" activeOptions={{ exact: true }}>
              {t('web.alerts.rules')}
            </Link>{' '}
            / {wordOf('web.rule.kind', written.kind, t)}
          </p>
          <h1>{props.title}</h1>
        </div>
        <div className="push rule-tools">{props.tools}</div>
      </header>
      <div className="rule-columns">
        <div className="panel">
          <p className="rule-sentence" aria-live="polite">
            {ruleSentence({ ...sent, unit: unitOfRule(written) }, items, t, language)}
          </p>
          {props.above}
          {/* Who may not change it sees it all the same. */}
          <fieldset className="plain-set" disabled={!me.may('manage-rules')}>
            <legend className="unseen">{t('web.rule.form')}</legend>
            <RuleForm rule={written} faults={faults} stations={items} onChange={props.onChange} />
          </fieldset>
        </div>
        <div>
          <PreviewPanel rule={sent} isWhole={isWhole} stations={items} />
          <DayTest rule={sent} isWhole={isWhole} stations={items} />
        </div>
      </div>
    </>
  )
}
