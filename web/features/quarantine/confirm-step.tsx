import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { call } from '../../api/client.ts'
import type { DeviceProposal } from '../../api/queries.ts'
import { TickMark } from '../../parts/marks.tsx'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { type DeviceDraft, describedBy } from '../devices/draft.ts'

// catalogue keys: web.device.edition.*, web.data-time.*

/** What came of it: how many of the frames were taken, how many are still kept. */
export interface Adopted {
  id: string
  taken: number
  kept: number
}

/** Shows what will be registered before it is, and afterwards what was taken in. */
export function ConfirmStep(props: {
  proposal: DeviceProposal
  draft: DeviceDraft
  station: string
  adopted: Adopted | null
  onBack: () => void
  onAdopted: (adopted: Adopted) => void
}) {
  const { t, language } = useText()
  const { proposal, draft, station } = props
  const [kept] = useState(proposal.frames)
  const adopt = useAct('POST /api/quarantine/adopt', async ({ id, mn }) => {
    const { items } = await call('GET /api/quarantine/devices', {})
    const still = items.find((each) => each.mn === mn)?.frames ?? 0
    props.onAdopted({ id, taken: Math.max(0, kept - still), kept: still })
  })
  if (props.adopted) {
    return (
      <div className="panel adopt-done" role="status">
        <h2>
          <TickMark /> {t('web.quarantine.adopted', { name: draft.name })}
        </h2>
        <p>{t('web.quarantine.adopted-frames', { taken: props.adopted.taken, kept: props.adopted.kept })}</p>
        <p className="empty-ways">
          <Link to="/devices/$id" params={{ id: props.adopted.id }}>
            {t('web.quarantine.see-device')}
          </Link>
          {props.adopted.kept > 0 && (
            <Link to="/quarantine" search={{ mn: proposal.mn }}>
              {t('web.quarantine.see-kept')}
            </Link>
          )}
          <Link to="/quarantine">{t('web.quarantine.adopt-choose')}</Link>
        </p>
      </div>
    )
  }
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
      {adopt.error && <Trouble error={adopt.error} />}
      <div className="set-foot">
        <button type="button" className="button" onClick={props.onBack}>
          {t('web.quarantine.back')}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={adopt.isPending}
          onClick={() =>
            adopt.mutate({
              body: {
                mn: proposal.mn,
                stationId: draft.stationId,
                name: draft.name.trim(),
                ...described,
                ...(draft.password === '' ? {} : { password: draft.password }),
              },
            })
          }
        >
          {adopt.isPending ? t('web.act.sending') : t('web.quarantine.adopt-button')}
        </button>
      </div>
    </div>
  )
}
