import { useMemo, useState } from 'react'
import { isUsable, type Resolution } from '../../src/domain/readings/model.ts'
import { WideTable } from '../parts/wide-table.tsx'
import { useText } from '../text/language.ts'
import { valueText, wordOf } from '../text/names.ts'
import { periodText } from '../time/period.ts'
import type { Line } from './line.ts'
import { rowsOf } from './rows.ts'
import type { View } from './view.ts'

// catalogue keys: web.station.quality.*

/** Rows drawn before somebody asks for more. */
const AT_ONCE = 100

/** The same as the chart for those who do not see it, or want the figures: newest first. */
export function LineTable(props: {
  name: string
  lines: readonly Line[]
  view: View
  resolution: Resolution
  now: number
}) {
  const { t } = useText()
  const { lines, view, resolution, now } = props
  const [shown, setShown] = useState(AT_ONCE)
  const { from, to } = view
  const rows = useMemo(() => rowsOf(lines, { from, to }).reverse(), [lines, from, to])
  return (
    <>
      <WideTable name={props.name}>
        <table className="line-table">
          <thead>
            <tr>
              <th scope="col" title={resolution === 'hour' ? t('web.hour-by-end') : undefined}>
                {t(resolution === 'hour' ? 'web.alert.hour' : 'web.station.period')}
              </th>
              {lines.map(({ key, name, unit }) => (
                <th key={key} scope="col" className="number">
                  {name} <span className="unit-line">{unit}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ at, cells }) => (
              <tr key={at}>
                <th scope="row">{periodText(resolution, at, now)}</th>
                {cells.map(({ value, quality }, place) => {
                  const line = lines[place]
                  return (
                    <td key={line?.key} className="number">
                      {quality !== null && quality !== 'valid' && (
                        <span className={`label quality-word-${quality}`}>
                          {wordOf('web.station.quality', quality, t)}{' '}
                        </span>
                      )}
                      <span className={quality === null || isUsable({ value, quality }) ? undefined : 'not-used'}>
                        {value === null ? '—' : valueText(value, line?.factor ?? '')}
                      </span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {rows.length > shown && (
        <p className="table-foot">
          <button type="button" className="link" onClick={() => setShown(shown + AT_ONCE * 5)}>
            {t('web.station.more', { rows: rows.length - shown })}
          </button>
        </p>
      )}
    </>
  )
}
