import { useState } from 'react'
import { isUsable, type Resolution } from '../../../src/domain/readings/model.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'
import { periodText } from '../../time/period.ts'
import { QualityMark } from '../quality/marks.tsx'
import type { Sample } from './series.ts'

// catalogue keys: web.station.source.*, web.station.quality.*, web.reason.*

/** Rows drawn before somebody asks for more. */
const AT_ONCE = 100

/** The same readings as rows, newest first; each opens with its layers. */
export function ReadingsTable(props: {
  samples: readonly Sample[]
  resolution: Resolution
  factor: string
  unit: string
  now: number
  opened: { mn: string; end: number } | null
  onPick: (sample: Sample) => void
}) {
  const { t, language } = useText()
  const [shown, setShown] = useState(AT_ONCE)
  const { samples, factor } = props
  const hasRange = samples.some(({ low, high }) => low !== null || high !== null)
  const devices = new Set(samples.map(({ mn }) => mn)).size
  return (
    <>
      <WideTable name={t('web.station.table')}>
        <table className="readings-table">
          <thead>
            <tr>
              <th scope="col" title={props.resolution === 'hour' ? t('web.hour-by-end') : undefined}>
                {t(props.resolution === 'hour' ? 'web.alert.hour' : 'web.station.period')}
              </th>
              {devices > 1 && (
                <th scope="col" className="readings-mn">
                  {t('web.column.mn')}
                </th>
              )}
              <th scope="col" className="number">
                {factorLabel(factor, language)} {props.unit}
              </th>
              {hasRange && (
                <th scope="col" className="number readings-range">
                  {t('web.station.low-high')}
                </th>
              )}
              <th scope="col" className="readings-flag">
                {t('web.station.mark')}
              </th>
              <th scope="col">{t('web.station.quality')}</th>
              <th scope="col">{t('web.station.origin')}</th>
              <th scope="col" className="number">
                {t('web.station.version-column')}
              </th>
            </tr>
          </thead>
          <tbody>
            {samples.slice(0, shown).map((sample) => {
              const isOpened = props.opened?.mn === sample.mn && props.opened.end === sample.end
              return (
                <tr key={`${sample.mn} ${sample.end}`} className={isOpened ? 'here' : undefined}>
                  <td className="nowrap">
                    <button type="button" className="link reading-open" onClick={() => props.onPick(sample)}>
                      {periodText(props.resolution, sample.end, props.now)}
                    </button>
                    {devices > 1 && <span className="label mono second readings-whose">…{sample.mn.slice(-6)}</span>}
                  </td>
                  {devices > 1 && <td className="mono readings-mn">{sample.mn}</td>}
                  <td className="number">
                    <b className={isUsable(sample) ? undefined : 'not-used'}>
                      {sample.value === null ? '—' : valueText(sample.value, factor)}
                    </b>
                  </td>
                  {hasRange && (
                    <td className="number label readings-range">
                      {sample.low === null && sample.high === null
                        ? '—'
                        : [sample.low, sample.high]
                            .map((value) => (value === null ? '—' : valueText(value, factor)))
                            .join(' – ')}
                    </td>
                  )}
                  <td className="mono readings-flag">{sample.flag ?? '—'}</td>
                  <td className="nowrap">
                    <QualityMark quality={sample.quality} />{' '}
                    <span className={`quality-word-${sample.quality}`}>
                      {wordOf('web.station.quality', sample.quality, t)}
                    </span>
                    {sample.reason !== null && <span className="label"> {wordOf('web.reason', sample.reason, t)}</span>}
                  </td>
                  <td className="quiet nowrap">{wordOf('web.station.source', sample.source, t)}</td>
                  <td className="number">{sample.version}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </WideTable>
      {samples.length > shown && (
        <p className="table-foot">
          <button type="button" className="link" onClick={() => setShown(shown + AT_ONCE * 5)}>
            {t('web.station.more', { rows: samples.length - shown })}
          </button>
        </p>
      )}
    </>
  )
}
