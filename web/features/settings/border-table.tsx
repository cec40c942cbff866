import { useState } from 'react'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { type BorderDraft, type BorderStep, between, placeOfText } from './border-draft.ts'

/** Points that are shown at once. */
const AT_ONCE = 100

/** The points of the line as numbers: all that the map does by hand is done here by keyboard. */
export function BorderTable({ draft, onStep }: { draft: BorderDraft; onStep: (step: BorderStep) => void }) {
  const { t } = useText()
  const { points, chosen } = draft
  const [from, setFrom] = useState(0)
  const first = Math.min(from, Math.max(0, points.length - 1))
  const shown = points.slice(first, first + AT_ONCE)
  return (
    <>
      {points.length > 0 && (
        <WideTable name={t('web.border.points')}>
          <table className="shown-table border-table">
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t('web.border.number')}
                </th>
                <th scope="col">{t('web.settings.lon')}</th>
                <th scope="col">{t('web.settings.lat')}</th>
                <th scope="col">
                  <span className="unseen">{t('web.border.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((place, row) => {
                const at = first + row
                const next = points[at + 1] ?? points[0]
                const written = (key: 'lon' | 'lat') => {
                  const value = key === 'lon' ? place.lonWgs84 : place.latWgs84
                  return (
                    <input
                      key={value}
                      className="input"
                      inputMode="decimal"
                      aria-label={t(key === 'lon' ? 'web.border.lon-of' : 'web.border.lat-of', { point: at + 1 })}
                      defaultValue={value.toFixed(6)}
                      onFocus={() => onStep({ kind: 'choose', at })}
                      onBlur={(event) => {
                        const text = event.target.value
                        if (text === value.toFixed(6)) return
                        const moved =
                          key === 'lon'
                            ? placeOfText(text, String(place.latWgs84))
                            : placeOfText(String(place.lonWgs84), text)
                        if (moved === null) event.target.value = value.toFixed(6)
                        else onStep({ kind: 'move', at, place: moved })
                      }}
                      onKeyDown={(event) => {
                        if (event.key === 'Enter') event.currentTarget.blur()
                      }}
                    />
                  )
                }
                return (
                  <tr key={at} className={at === chosen ? 'border-row' : undefined}>
                    <td className="number" data-name={t('web.border.number')}>
                      {at + 1}
                    </td>
                    <td data-name={t('web.settings.lon')}>{written('lon')}</td>
                    <td data-name={t('web.settings.lat')}>{written('lat')}</td>
                    <td className="nowrap">
                      <button
                        type="button"
                        className="button small"
                        aria-label={t('web.border.insert-after', { point: at + 1 })}
                        disabled={points.length < 2}
                        onClick={() => next && onStep({ kind: 'insert', after: at, place: between(place, next) })}
                      >
                        +
                      </button>{' '}
                      <button
                        type="button"
                        className="button small"
                        aria-label={t('web.border.remove-of', { point: at + 1 })}
                        onClick={() => onStep({ kind: 'remove', at })}
                      >
                        ×
                      </button>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </WideTable>
      )}
      {points.length > AT_ONCE && (
        <footer className="border-pages label">
          <button
            type="button"
            className="button small"
            disabled={first === 0}
            onClick={() => setFrom(Math.max(0, first - AT_ONCE))}
          >
            {t('web.border.before')}
          </button>
          {t('web.border.shown', { from: first + 1, to: first + shown.length, all: points.length })}
          <button
            type="button"
            className="button small"
            disabled={first + AT_ONCE >= points.length}
            onClick={() => setFrom(first + AT_ONCE)}
          >
            {t('web.border.after')}
          </button>
        </footer>
      )}
      {!draft.isClosed && <NewPoint onStep={onStep} />}
    </>
  )
}

/** The next point by its numbers. */
function NewPoint({ onStep }: { onStep: (step: BorderStep) => void }) {
  const { t } = useText()
  const [lon, setLon] = useState('')
  const [lat, setLat] = useState('')
  const place = placeOfText(lon, lat)
  return (
    <form
      className="border-new"
      onSubmit={(event) => {
        event.preventDefault()
        if (place === null) return
        onStep({ kind: 'add', place })
        setLon('')
        setLat('')
      }}
    >
      <label className="field">
        <span>{t('web.settings.lon')}</span>
        <input className="input" inputMode="decimal" value={lon} onChange={(event) => setLon(event.target.value)} />
      </label>
      <label className="field">
        <span>{t('web.settings.lat')}</span>
        <input className="input" inputMode="decimal" value={lat} onChange={(event) => setLat(event.target.value)} />
      </label>
      <button type="submit" className="button" disabled={place === null}>
        {t('web.border.add')}
      </button>
    </form>
  )
}
