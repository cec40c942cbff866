import type { DeviceProposal } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { type DeviceDraft, describedBy } from '../devices/draft.ts'
import type { Adoption } from './adoption.ts'

// catalogue keys: web.device.edition.*, web.data-time.*

/** Shows what will be registered before it is. */
export function ConfirmStep(props: {
  proposal: DeviceProposal
  draft: DeviceDraft
  station: string
  adoption: Adoption
  onBack: () => void
}) {
  const { t, language } = useText()
  const { proposal, draft, station, adoption } = props
  const described = describedBy(draft)
  const pairs = (record: Readonly<Record<string, string>>) =>
    Object.entries(record)
      .map(([left, right]) => `${left} → ${right}`)
      .join(t('web.list')) || t('web.device.none')
  const rows: readonly (readonly [string, string])[] = [
    [t('web.column.mn'), draft.mn],
    [t('web.device.name'), draft.name],
    [t('web.column.station'), station],
    [
      t('web.device.password'),
      t(draft.password === '' ? 'web.quarantine.password-frames' : 'web.quarantine.password-written'),
    ],
    [t('web.device.edition'), wordOf('web.device.edition', draft.settings.edition, t)],
    [t('web.column.data-time'), wordOf('web.data-time', draft.dataTimeNames, t)],
    [t('web.column.factors'), draft.factors.map((code) => factorLabel(code, language)).join(t('web.list'))],
    [t('web.device.aliases'), pairs(described.settings.aliases)],
    [t('web.device.units'), pairs(described.settings.units)],
  ]
  return (
    <div className="panel adopt-confirm">
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="label">{t('web.quarantine.adopt-will', { frames: proposal.frames })}</p>
      {adoption.error && <Trouble error={adoption.error} />}
      <div className="set-foot">
        <button type="button" className="button" onClick={props.onBack}>
          {t('web.quarantine.back')}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={adoption.isPending}
          onClick={() => adoption.adopt(draft)}
        >
          {adoption.isPending ? t('web.act.sending') : t('web.quarantine.adopt-button')}
        </button>
      </div>
    </div>
  )
}
