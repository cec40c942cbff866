import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { MAX_CORRECTED_PERIODS } from '../../../src/domain/corrections/model.ts'
import { mainStatistic } from '../../../src/domain/readings/model.ts'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { useAct } from '../../api/acts.ts'
import { pastQuery, type Reading } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'
import { periodText } from '../../time/period.ts'
import { useNow } from '../../time/use-now.ts'
import { type ChangeDraft, changesOf, exactText, isMistyped } from './changes.ts'
import { QualityMark } from './marks.tsx'
import './quality.css'

/** Resolutions that may be corrected: what is built on them is computed anew. */
export const correctable = ['realtime', 'minute', 'hour'] as const

export interface CorrectedSubject {
  mn: string
  factor: string
  resolution: (typeof correctable)[number]
}

const kinds = ['replace', 'void'] as const

// catalogue keys: web.correction.kind.*, web.station.quality.*

/** Propose a correction: which periods, other values or none, and why. A second person decides; what was sent stays. */
export function CorrectionDialog(props: {
  subject: CorrectedSubject
  /** ends of the first and the last period [epoch ms] */
  first: number
  last: number
  findingId?: string
  onClose: () => void
}) {
  const { t, language } = useText()
  const { mn, factor, resolution } = props.subject
  const [from, setFrom] = useState(inputOf(props.first))
  const [to, setTo] = useState(inputOf(props.last))
  const [kind, setKind] = useState<(typeof kinds)[number]>('replace')
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const [reason, setReason] = useState('')
  // A field holds whole minutes; a sample has its second.
  const first = from === inputOf(props.first) ? props.first : instantOfInput(from)
  const last = to === inputOf(props.last) ? props.last : instantOfInput(to)
  const isWrong = first === null || last === null || first > last
  const readings = useQuery({
    ...pastQuery({ mn, factor, resolution, from: isoShanghai((first ?? 0) - 1000), to: isoShanghai(last ?? 0) }),
    enabled: !isWrong,
  })
  const rows = (readings.data?.items ?? []).filter(({ statistic }) => statistic === mainStatistic(resolution))
  const drafts: ChangeDraft[] = rows.map((reading) => {
    const end = Date.parse(reading.end)
    return { end, before: reading.value, after: typed[end] ?? '' }
  })
  const changes = changesOf(kind, drafts)
  const isTooMuch = rows.length > MAX_CORRECTED_PERIODS
  const propose = useAct('POST /api/corrections', () => {
    toast(t('web.correction.proposed'))
    props.onClose()
  })
  const mayPropose =
    changes.length > 0 && !isTooMuch && reason.trim() !== '' && (kind === 'void' || !drafts.some(isMistyped))
  return (
    <Dialog title={t('web.correction.title')} onClose={props.onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (!mayPropose) return
          propose.mutate({
            body: {
              mn,
              factor,
              resolution,
              kind,
              changes: changes.map(({ end, value }) => ({ end: isoShanghai(end), value })),
              reason: reason.trim(),
              ...(props.findingId === undefined ? {} : { findingId: props.findingId }),
            },
          })
        }}
      >
        <p className="quiet">
          {[factorName(factor, language), wordOf('web.resolution', resolution, t)].join(t('web.join'))}{' '}
          <span className="mono">{mn}</span>
        </p>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.correction.from')}</span>
            <input
              className="input"
              type="datetime-local"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t('web.correction.to')}</span>
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
        <fieldset>
          <legend>{t('web.correction.kind')}</legend>
          <div className="choice">
            {kinds.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="correction-kind"
                  value={each}
                  checked={kind === each}
                  onChange={() => setKind(each)}
                />
                {wordOf('web.correction.kind', each, t)}
              </label>
            ))}
          </div>
        </fieldset>
        {readings.isPending && !isWrong && <Waiting rows={3} />}
        {readings.error && <Trouble error={readings.error} retry={readings.refetch} />}
        {isTooMuch && (
          <p className="late" role="alert">
            {t('web.correction.too-many', { most: MAX_CORRECTED_PERIODS })}
          </p>
        )}
        {readings.data && rows.length === 0 && !isWrong && <p className="quiet">{t('web.correction.nothing')}</p>}
        {rows.length > 0 && !isTooMuch && (
          <Rows
            rows={rows}
            isVoid={kind === 'void'}
            typed={typed}
            onType={(end, text) => setTyped((before) => ({ ...before, [end]: text }))}
          />
        )}
        <label className="field">
          <span>{t('web.correction.reason')}</span>
          <textarea
            className="input"
            rows={3}
            required
            maxLength={2000}
            placeholder={t('web.correction.reason-hint')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="label">
          {changes.length === 0 ? t('web.correction.will-none') : t('web.correction.will', { periods: changes.length })}
        </p>
        {propose.error && <Trouble error={propose.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={props.onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={!mayPropose || propose.isPending}>
            {propose.isPending ? t('web.act.sending') : t('web.correction.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function Rows(props: {
  rows: readonly Reading[]
  isVoid: boolean
  typed: Readonly<Record<number, string>>
  onType: (end: number, text: string) => void
}) {
  const { t } = useText()
  const now = useNow(60_000)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section className="correction-rows" aria-label={t('web.correction.values')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('web.station.period')}</th>
            <th scope="col" className="number">
              {t('web.correction.before')}
            </th>
            <th scope="col" className="number">
              {t('web.correction.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((reading) => {
            const end = Date.parse(reading.end)
            const text = props.typed[end] ?? ''
            const period = periodText(reading.resolution, end, now)
            return (
              <tr key={reading.end}>
                <td className="nowrap">
                  <QualityMark quality={reading.quality} /> {period}
                  <span className="unseen"> {wordOf('web.station.quality', reading.quality, t)}</span>
                </td>
                <td className="number">
                  {reading.value === null ? '—' : exactText(reading.value)}{' '}
                  <span className="label">{reading.unit}</span>
                </td>
                <td className="number">
                  {props.isVoid ? (
                    <span className={reading.value === null ? 'label' : 'quality-word-invalid'}>
                      {reading.value === null ? '—' : t('web.correction.voided')}
                    </span>
                  ) : (
                    <input
                      className="input number correction-input"
                      inputMode="decimal"
                      aria-label={t('web.correction.after-of', { period })}
                      aria-invalid={isMistyped({ end, before: reading.value, after: text })}
                      placeholder={t('web.correction.stays')}
                      value={text}
                      onChange={(event) => props.onType(end, event.target.value)}
                    />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
