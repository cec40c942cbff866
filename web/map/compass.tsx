import type { StationNow } from '../api/queries.ts'
import { CALM_BELOW_MS, windOf } from '../place/wind.ts'
import { useText } from '../text/language.ts'
import { valueText, wordOf } from '../text/names.ts'
import { hourLabel } from '../time/format.ts'

/** North, and the wind at the station where it is measured: the arrow points where the air goes, the words say where it comes from. */
export function Compass({ now }: { now: StationNow | undefined }) {
  const { t } = useText()
  const hourOf = (code: string) => {
    const hour = now?.factors.find((each) => each.factor === code)?.hour
    return hour && hour.value !== null ? { value: hour.value, endingAt: Date.parse(hour.endingAt) } : null
  }
  const speed = hourOf('a01007')
  const from = hourOf('a01008')
  const humidity = hourOf('a01002')
  const isCalm = speed !== null && speed.value < CALM_BELOW_MS
  const name = isCalm ? t('web.wind.calm') : from ? wordOf('web.wind', windOf(from.value), t) : null
  return (
    <div className="map-compass">
      <svg width="80" height="80" viewBox="-40 -40 80 80" aria-hidden="true">
        <circle className="compass-ring" r="38" />
        {[0, 45, 90, 135, 180, 225, 270, 315].map((deg) => (
          <path
            key={deg}
            className="compass-tick"
            transform={`rotate(${deg})`}
            d={deg % 90 === 0 ? 'M0 -38V-33' : 'M0 -38V-35'}
          />
        ))}
        {from && !isCalm && (
          <path className="compass-arrow" transform={`rotate(${from.value + 180})`} d="M0 27V-27M-7 -17 0 -27 7 -17" />
        )}
        <text y="-21" textAnchor="middle">
          {t('web.map.north')}
        </text>
      </svg>
      {name === null ? (
        <p className="label">{t('web.wind.unknown')}</p>
      ) : (
        <p>
          <b>
            {name}
            {speed && ` ${valueText(speed.value, 'a01007')} m/s`}
          </b>
          <span className="label">
            {[
              humidity && t('web.wind.humidity', { value: valueText(humidity.value, 'a01002') }),
              speed && hourLabel(speed.endingAt),
            ]
              .filter((each) => each !== null)
              .join(t('web.join'))}
          </span>
        </p>
      )}
    </div>
  )
}
