import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import type { RuleDraftSent, RulePreview, Station } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { DayBars } from './day-bars.tsx'
import { amountText, unitWord, watchedName } from './words.ts'

const spans = [7, 30, 92] as const

/** What a rule would have raised: asked before it is saved, and asked again whenever somebody wants to know. */
export function PreviewPanel(props: { rule: RuleDraftSent; isWhole: boolean; stations: readonly Station[] }) {
  const { t } = useText()
  const [days, setDays] = useState<(typeof spans)[number]>(30)
  const preview = useMutation<RulePreview, Error, { rule: RuleDraftSent; days: number }>({
    // A preview needs no name, a rule does.
    mutationFn: ({ rule, days: back }) =>
      call('POST /api/rules/preview', { body: { rule: { ...rule, name: rule.name || '—' }, days: back } }),
  })
  const isOutdated =
    preview.variables !== undefined && JSON.stringify(preview.variables.rule) !== JSON.stringify(props.rule)
  const isReplaced = preview.error instanceof ApiProblem && preview.error.code === 'preview-replaced'
  return (
    <section className="panel" aria-label={t('web.preview.title')}>
      <header className="panel-head">
        <h2>{t('web.preview.title')}</h2>
        <span className="push preview-ask">
          <select
            className="input"
            aria-label={t('web.preview.days')}
            value={days}
            onChange={(event) => setDays(spans.find((one) => one === Number(event.target.value)) ?? 30)}
          >
            {spans.map((one) => (
              <option key={one} value={one}>
                {t('web.preview.last', { days: one })}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={!props.isWhole || preview.isPending}
            onClick={() => preview.mutate({ rule: props.rule, days })}
          >
            {t('web.preview.ask')}
          </button>
        </span>
      </header>
      {preview.isIdle && <p className="quiet">{t('web.preview.text')}</p>}
      {preview.isPending && <Waiting rows={4} />}
      {preview.error && !isReplaced && <Trouble error={preview.error} />}
      {preview.data && (
        <div className={isOutdated ? 'preview-old' : undefined}>
          {isOutdated && (
            <p className="attention" role="status">
              {t('web.preview.outdated')}
            </p>
          )}
          <Result
            preview={preview.data}
            stations={props.stations}
            watched={preview.variables?.rule.kind === 'stale' ? t('web.feeds.title') : null}
          />
        </div>
      )}
      <p className="label preview-note">{t('web.preview.note')}</p>
    </section>
  )
}

/** @param watched what all of them are about, where it is no factor */
function Result({
  preview,
  stations,
  watched,
}: {
  preview: RulePreview
  stations: readonly Station[]
  watched: string | null
}) {
  const { t, language } = useText()
  const now = useNow(60_000)
  const { alerts, days, items } = preview
  const newest = items.toReversed()
  return (
    <>
      <p className="preview-count">
        {t('web.preview.would', { days: days.length })} <b>{t('web.preview.times', { alerts })}</b>
      </p>
      <DayBars days={days} />
      {items.length < alerts && <p className="label">{t('web.preview.newest', { shown: items.length })}</p>}
      <ul className="lines">
        {newest.map((one) => (
          <li key={`${one.stationId} ${one.factor} ${one.raisedAt}`}>
            <span className="nowrap">{dayClockText(Date.parse(one.raisedAt), now)}</span>
            <span className="cut">{stations.find((each) => each.id === one.stationId)?.name ?? ''}</span>
            <span className="quiet push">
              {t('web.preview.one', {
                factor: watched ?? watchedName(one.factor, t, language),
                peak: amountText(one.peakValue, one),
                unit: unitWord(one.unit, t),
                times: one.exceedances,
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
