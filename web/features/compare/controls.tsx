import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { resolutions } from '../../../src/domain/readings/model.ts'
import type { View } from '../../charts/view.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, wordOf } from '../../text/names.ts'
import { inputOf, monthAfter } from '../../time/inputs.ts'
import { useNow } from '../../time/use-now.ts'
import { periodText } from '../evaluation/period-text.ts'
import { spans, spansOf, type Window } from '../stations/view.ts'
import { monthOf, monthsBefore, spanOfMonth } from './months.ts'
import { type CompareSearch, MOST_LINES, pastOf } from './view.ts'

// catalogue keys: web.station.resolution.*, web.station.span.*

/** Weather stands beside the pollutants: wind speed and direction, temperature, humidity. */
const weather = ['a01007', 'a01008', 'a01001', 'a01002']

type Go = (search: CompareSearch, replace?: boolean) => void

/** Which stations, which factors: as many as eight lines hold. */
export function WhatControls(props: {
  search: CompareSearch
  stations: readonly { code: string; name: string }[]
  shown: readonly { code: string; name: string }[]
  factors: readonly string[]
  /** lines for each station and factor */
  perPair: number
  go: Go
}) {
  const { t, language } = useText()
  const { search, stations, shown, factors, perPair, go } = props
  const withStations = (codes: readonly string[]) => go({ ...search, stations: codes.join(',') })
  const codes = shown.map(({ code }) => code)
  const isFull = (more: number) => more * perPair > MOST_LINES
  const others = stations.filter(({ code }) => !codes.includes(code))
  return (
    <>
      <fieldset className="compare-row">
        <legend className="unseen">{t('web.monitoring.stations')}</legend>
        {shown.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            className="chip compare-station"
            disabled={shown.length === 1}
            onClick={() => withStations(codes.filter((each) => each !== code))}
            aria-label={t('web.compare.remove', { name })}
          >
            {name} {shown.length > 1 && <span aria-hidden="true">×</span>}
          </button>
        ))}
        {others.length > 0 && (
          <select
            className="input compare-add"
            aria-label={t('web.compare.add-station')}
            value=""
            disabled={isFull((shown.length + 1) * factors.length)}
            onChange={(event) => withStations([...codes, event.target.value])}
          >
            <option value="">{t('web.compare.add-station')}</option>
            {others.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
        <span className="label">{t('web.compare.most', { lines: MOST_LINES })}</span>
      </fieldset>
      <fieldset className="compare-row">
        <legend className="unseen">{t('web.station.factor')}</legend>
        {[...factorOrder, ...weather].map((factor) => {
          const isOn = factors.includes(factor)
          const next = isOn ? factors.filter((each) => each !== factor) : [...factors, factor]
          const isStuck = isOn ? factors.length === 1 : isFull(shown.length * next.length)
          return (
            <button
              key={factor}
              type="button"
              className="chip compare-factor"
              aria-pressed={isOn}
              disabled={isStuck}
              onClick={() => go({ ...search, factors: next.join(',') })}
            >
              {factorLabel(factor, language)}
            </button>
          )
        })}
      </fieldset>
    </>
  )
}

/** How fine, how much of the past, and a step before or after. */
export function TimeControls({ search, window, go }: { search: CompareSearch; window: Window; go: Go }) {
  const { t } = useText()
  const { from: _from, to: _to, span: _span, ...rest } = search
  const { resolution: _resolution, ...ofAny } = search
  const resolution = search.resolution ?? 'hour'
  const span = search.from === undefined ? (search.span ?? spansOf[resolution][0]) : undefined
  const months = monthsBefore(useNow(60_000))
  const month = search.from === undefined ? null : monthOf(window)
  const length = window.to - window.from
  const ofPeriod = ({ from, to }: View) => ({ ...rest, from: inputOf(from), to: inputOf(to) })
  // A month has no length to be moved by: beside it lie others.
  const shifted = (by: number) =>
    ofPeriod(
      month === null
        ? { from: window.from + by * length, to: window.to + by * length }
        : spanOfMonth(monthAfter(month, by)),
    )
  return (
    <>
      <select
        className="input compare-select"
        aria-label={t('web.station.resolution')}
        value={resolution}
        onChange={(event) => {
          const next = resolutions.find((each) => each === event.target.value)
          const { span: _gone, ...kept } = ofAny
          go(next === undefined || next === 'hour' ? kept : { ...kept, resolution: next })
        }}
      >
        {resolutions.map((each) => (
          <option key={each} value={each}>
            {wordOf('web.station.resolution', each, t)}
          </option>
        ))}
      </select>
      <nav className="resolutions" aria-label={t('web.station.span')}>
        {spansOf[resolution]
          .toSorted((a, b) => spans[a] - spans[b])
          .map((each) => (
            <Link
              key={each}
              to="/compare"
              search={{ ...rest, span: each }}
              resetScroll={false}
              className="resolution"
              activeOptions={{ exact: true }}
              aria-current={each === span ? 'page' : undefined}
            >
              {wordOf('web.station.span', each, t)}
            </Link>
          ))}
      </nav>
      <select
        className="input compare-select"
        aria-label={t('web.compare.month')}
        value={month ?? ''}
        onChange={(event) => {
          const chosen = event.target.value
          go(chosen === '' ? rest : ofPeriod(spanOfMonth(chosen)))
        }}
      >
        <option value="">{t('web.compare.month')}</option>
        {(month === null || months.includes(month) ? months : [...months, month]).map((each) => (
          <option key={each} value={each}>
            {periodText(each, t)}
          </option>
        ))}
      </select>
      <nav className="month-nav" aria-label={t('web.station.shift')}>
        <Link
          to="/compare"
          search={shifted(-1)}
          resetScroll={false}
          className="button small"
          aria-label={t('web.station.earlier')}
        >
          ‹
        </Link>
        <Link
          to="/compare"
          search={shifted(1)}
          resetScroll={false}
          className="button small"
          disabled={window.isRolling}
          aria-label={t('web.station.later')}
        >
          ›
        </Link>
      </nav>
    </>
  )
}

const days = [1, 7, 30] as const

/** Another time laid over: the same hours of the year before, or some days earlier. */
export function PastChoice({ search, isRoom, go }: { search: CompareSearch; isRoom: boolean; go: Go }) {
  const { t } = useText()
  const [isOwn, setOwn] = useState(false)
  const past = pastOf(search.past)
  const isOther = past?.kind === 'days' && !days.some((each) => each === past.days)
  const choose = (value: string) => {
    setOwn(value === 'own')
    if (value === 'own') return
    const { past: _past, ...rest } = search
    go(value === '' ? rest : { ...rest, past: value })
  }
  return (
    <>
      <select
        className="input compare-select"
        aria-label={t('web.compare.past')}
        value={isOwn || isOther ? 'own' : (search.past ?? '')}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('web.compare.past.none')}</option>
        <option value="year" disabled={!isRoom}>
          {t('web.compare.past.year')}
        </option>
        {days.map((each) => (
          <option key={each} value={`${each}d`} disabled={!isRoom}>
            {t('web.compare.past.days', { days: each })}
          </option>
        ))}
        <option value="own" disabled={!isRoom}>
          {t('web.compare.past.own')}
        </option>
      </select>
      {(isOwn || isOther) && (
        <label className="compare-own">
          <input
            className="input"
            type="number"
            min={1}
            max={9999}
            aria-label={t('web.compare.past.own')}
            defaultValue={past?.kind === 'days' ? past.days : 14}
            onBlur={(event) => go({ ...search, past: `${event.target.valueAsNumber}d` })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') go({ ...search, past: `${event.currentTarget.valueAsNumber}d` })
            }}
          />{' '}
          {t('web.compare.past.days-before')}
        </label>
      )}
    </>
  )
}
