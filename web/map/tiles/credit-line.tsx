import type { BaseMap } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import type { TilesTold } from './state.ts'

// catalogue keys: web.map.tiles.*

/** Whose the tiles below are, or why there are none. */
export function CreditLine({ base, told: { state, credit } }: { base: BaseMap; told: TilesTold }) {
  const { t } = useText()
  if (state === 'coming') return null
  const owners = [base.kind === 'tianditu' ? t('web.map.tiles.tianditu') : credit, base.credit]
  const lines = state === 'shown' ? owners.filter((owner) => owner !== '') : [t(`web.map.tiles.${state}`)]
  return (
    lines.length > 0 && (
      <p
        className="map-credit label"
        role={state === 'shown' ? undefined : 'status'}
        data-testid="tiles"
        data-state={state}
      >
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </p>
    )
  )
}
