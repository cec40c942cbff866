import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Resolution, resolutions } from '../../../src/domain/readings/model.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'
import { type StationSearch, spans, spansOf, type Window } from './view.ts'

// catalogue keys: web.station.resolution.*, web.station.span.*

interface Given {
  code: string
  search: StationSearch
  window: Window
}

/** The address with something else chosen; what was open is closed. */
function chosen(search: StationSearch, to: StationSearch): StationSearch {
  const { mn: _mn, at: _at, ...rest } = { ...search, ...to }
  return rest
}

/** Which factor: a chip each, with its newest hourly value. */
export function FactorChips(
  props: Given & { factors: readonly { code: string; value: number | null }[]; factor: string },
) {
  const { t, language } = useText()
  return (
    <nav className="chips" aria-label={t('web.station.factor')}>
      {props.factors.map(({ code, value }) => (
        <Link
          key={code}
          to="/stations/$code"
          params={{ code: props.code }}
          search={chosen(props.search, { factor: code })}
          className="chip"
          activeOptions={{ exact: true }}
          aria-current={code === props.factor ? 'page' : undefined}
        >
          {factorLabel(code, language)} {value !== null && <span className="label">{valueText(value, code)}</span>}
        </Link>
      ))}
    </nav>
  )
}

/** Which resolution, and from when to when: a length up to now, the one before or after, or a period of its own. */
export function PeriodControls({ code, search, window }: Given) {
  const { t } = useText()
  const [isChoosing, setChoosing] = useState(false)
  const resolution = search.resolution ?? 'hour'
  const span = search.from === undefined ? (search.span ?? spansOf[resolution][0]) : undefined
  const length = window.to - window.from
  const shifted = (by: number): StationSearch => ({
    ...withoutPeriod(search),
    from: inputOf(window.from + by * length),
    to: inputOf(window.to + by * length),
  })
  return (
    <div className="period-controls">
      <nav className="resolutions" aria-label={t('web.station.resolution')}>
        {resolutions.map((each) => (
          <Link
            key={each}
            to="/stations/$code"
            params={{ code }}
            search={ofResolution(search, each)}
            className="resolution"
            activeOptions={{ exact: true }}
            aria-current={each === resolution ? 'page' : undefined}
          >
            {wordOf('web.station.resolution', each, t)}
          </Link>
        ))}
      </nav>
      <nav className="chips" aria-label={t('web.station.span')}>
        {spansOf[resolution]
          .toSorted((a, b) => spans[a] - spans[b])
          .map((each) => (
            <Link
              key={each}
              to="/stations/$code"
              params={{ code }}
              search={{ ...withoutPeriod(search), span: each }}
              className="chip"
              activeOptions={{ exact: true }}
              aria-current={each === span ? 'page' : undefined}
            >
              {wordOf('web.station.span', each, t)}
            </Link>
          ))}
        <button
          type="button"
          className="chip"
          aria-current={span === undefined ? 'page' : undefined}
          onClick={() => setChoosing(true)}
        >
          {t('web.station.own-period')}
        </button>
      </nav>
      <nav className="month-nav" aria-label={t('web.station.shift')}>
        <Link to="/stations/$code" params={{ code }} search={shifted(-1)} className="button small">
          ‹ <span className="shift-word">{t('web.station.earlier')}</span>
        </Link>
        <Link
          to="/stations/$code"
          params={{ code }}
          search={shifted(1)}
          className="button small"
          disabled={window.isRolling}
        >
          <span className="shift-word">{t('web.station.later')}</span> ›
        </Link>
      </nav>
      {isChoosing && <PeriodDialog code={code} search={search} window={window} onClose={() => setChoosing(false)} />}
    </div>
  )
}

function withoutPeriod(search: StationSearch): StationSearch {
  const { from: _from, to: _to, span: _span, mn: _mn, at: _at, ...rest } = search
  return rest
}

/** A chosen period stays; a length up to now begins anew, as each resolution has its own. */
function ofResolution(search: StationSearch, resolution: Resolution): StationSearch {
  const { span: _span, mn: _mn, at: _at, ...rest } = search
  return { ...rest, resolution }
}

function PeriodDialog({ code, search, window, onClose }: Given & { onClose: () => void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [from, setFrom] = useState(inputOf(window.from))
  const [to, setTo] = useState(inputOf(window.to))
  const [start, end] = [instantOfInput(from), instantOfInput(to)]
  const isWrong = start === null || end === null || start >= end
  return (
    <Dialog title={t('web.station.own-period')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWrong) return
          onClose()
          navigate({ to: '/stations/$code', params: { code }, search: { ...withoutPeriod(search), from, to } })
        }}
      >
        <div className="two-fields">
          <label className="field">
            <span>{t('web.command.from')}</span>
            <input
              className="input"
              type="datetime-local"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t('web.command.to')}</span>
            <input
              className="input"
              type="datetime-local"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </label>
        </div>
        {isWrong && (
          <p className="late" role="alert">
            {t('web.command.range-wrong')}
          </p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={isWrong}>
            {t('web.station.show')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
