import type { Station } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { StationForm } from '../settings/station-form.tsx'

/** The first station: where everything is measured; those that are there already are named. */
export function StationStep({ stations, onDone }: { stations: readonly Station[]; onDone: () => void }) {
  const { t } = useText()
  const [only, second] = stations
  return (
    <>
      <p className="quiet guide-note">{t('web.welcome.note.station')}</p>
      {only !== undefined && (
        <p className="guide-note">
          {second === undefined
            ? t('web.welcome.station-is', { names: only.name })
            : t('web.welcome.station-are', { count: stations.length })}
        </p>
      )}
      <StationForm station={null} level="national" onDone={onDone} />
    </>
  )
}
