import { Link } from '@tanstack/react-router'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inputOf } from '../../time/inputs.ts'
import { type StationSearch, spans, spansOf, type Window } from './view.ts'

// catalogue keys: web.station.span.*

/** How much of the past, up to now or a step before or after. */
export function SpanControls({ code, search, window }: { code: string; search: StationSearch; window: Window }) {
  const { t } = useText()
  const { from: _from, to: _to, span: _span, ...rest } = search
  const span = search.from === undefined ? (search.span ?? spansOf.hour[0]) : undefined
  const length = window.to - window.from
  const shifted = (by: number): StationSearch => ({
    ...rest,
    from: inputOf(window.from + by * length),
    to: inputOf(window.to + by * length),
  })
  return (
    <div className="span-controls">
      <nav className="resolutions" aria-label={t('web.station.span')}>
        {spansOf.hour
          .toSorted((a, b) => spans[a] - spans[b])
          .map((each) => (
            <Link
              key={each}
              to="/stations/$code"
              params={{ code }}
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
      <nav className="month-nav" aria-label={t('web.station.shift')}>
        <Link
          to="/stations/$code"
          params={{ code }}
          search={shifted(-1)}
          resetScroll={false}
          className="button small"
          aria-label={t('web.station.earlier')}
        >
          ‹
        </Link>
        <Link
          to="/stations/$code"
          params={{ code }}
          search={shifted(1)}
          resetScroll={false}
          className="button small"
          disabled={window.isRolling}
          aria-label={t('web.station.later')}
        >
          ›
        </Link>
      </nav>
    </div>
  )
}
