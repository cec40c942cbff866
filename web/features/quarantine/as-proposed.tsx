import { useId } from 'react'
import type { DeviceProposal } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { type Language, type Translate, useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import type { DeviceDraft } from '../devices/draft.ts'
import { StationSelect } from '../devices/station-select.tsx'
import type { StationsForLogger } from '../devices/stations-for-logger.ts'
import type { Adoption } from './adoption.ts'
import { choicesOf } from './choices.ts'

/** The short way in: all as the frames say, at a station; what they leave in doubt stands beside the button. */
export function AsProposed(props: {
  proposal: DeviceProposal
  draft: DeviceDraft
  stations: StationsForLogger
  adoption: Adoption
  onChange: (to: Partial<DeviceDraft>) => void
  onCheck: () => void
}) {
  const { t, language } = useText()
  const stationId = useId()
  const { proposal, draft, stations, adoption } = props
  const doubts = doubtsOf(proposal, t, language)
  const isSure = doubts.length === 0
  if (proposal.passwords !== 1) {
    return (
      <section className="panel adopt-now">
        <p className="attention">{t('web.quarantine.as-proposed.password')}</p>
        <button type="button" className="button primary" onClick={props.onCheck}>
          {t('web.quarantine.check')}
        </button>
      </section>
    )
  }
  return (
    <section className="panel adopt-now" aria-labelledby="adopt-now">
      <h2 id="adopt-now">{t('web.quarantine.as-proposed')}</h2>
      <p className={isSure ? 'quiet' : 'attention'}>
        {isSure
          ? t('web.quarantine.as-proposed.sure')
          : t('web.quarantine.as-proposed.unsure', { count: doubts.length, what: doubts.join(t('web.list')) })}
      </p>
      <form
        className="adopt-now-line"
        onSubmit={(event) => {
          event.preventDefault()
          adoption.adopt(draft)
        }}
      >
        <div className="adopt-now-station">
          <label htmlFor={stationId} className="label">
            {t('web.column.station')}
          </label>
          <StationSelect id={stationId} draft={draft} stations={stations} onChange={props.onChange} />
        </div>
        <button type="submit" className={isSure ? 'button primary' : 'button'} disabled={adoption.isPending}>
          {adoption.isPending ? t('web.act.sending') : t('web.quarantine.adopt-button')}
        </button>
        <button type="button" className={isSure ? 'button' : 'button primary'} onClick={props.onCheck}>
          {t('web.quarantine.check')}
        </button>
      </form>
      {draft.name !== '' && (
        <p className="label">
          {t('web.quarantine.as-proposed.named', { name: draft.name })}
          {draft.stationId === stations.only?.id && `${t('web.join')}${t('web.quarantine.station-proposed')}`}
        </p>
      )}
      {adoption.error && <Trouble error={adoption.error} />}
    </section>
  )
}

/** What the frames leave in doubt, by the names that it has in the table below. */
function doubtsOf(proposal: DeviceProposal, t: Translate, language: Language): string[] {
  return [
    // catalogue keys: web.device.*, web.column.data-time, web.quarantine.sends-hours
    ...choicesOf(proposal, t).flatMap(({ name, choice }) => (choice.sure ? [] : [t(name)])),
    ...proposal.factors.flatMap(({ code, factor, unitSure }) =>
      unitSure ? [] : [t('web.quarantine.unit-of', { factor: factor === null ? code : factorLabel(factor, language) })],
    ),
  ]
}
