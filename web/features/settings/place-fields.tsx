import { type CoordinateSystem, coordinateSystems, toWgs84 } from '../../../src/standards/map-systems.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

/** A place as somebody writes it down: two numbers, and by which map. */
export interface WrittenPlace {
  lon: string
  lat: string
  system: CoordinateSystem
}

// catalogue keys: web.import.coordinates.*

/** The place in WGS 84, to the sixth decimal (a tenth of a metre); null as long as it is none. */
export function placeOf({ lon, lat, system }: WrittenPlace): { lonWgs84: number; latWgs84: number } | null {
  const written = { lon: Number(lon), lat: Number(lat) }
  const isPlace = lon.trim() !== '' && lat.trim() !== '' && Math.abs(written.lon) <= 180 && Math.abs(written.lat) <= 90
  if (!isPlace) return null
  const place = toWgs84(written, system)
  return { lonWgs84: Number(place.lon.toFixed(6)), latWgs84: Number(place.lat.toFixed(6)) }
}

/** Degrees with the map that they are read off: what is kept is WGS 84, and is shown beside. */
export function PlaceFields({
  place,
  onChange,
}: {
  place: WrittenPlace
  onChange: (to: Partial<WrittenPlace>) => void
}) {
  const { t } = useText()
  const kept = placeOf(place)
  const degrees = (key: 'lon' | 'lat', most: number) => (
    <label className="field">
      <span>{t(key === 'lon' ? 'web.settings.lon' : 'web.settings.lat')}</span>
      <input
        className="input"
        type="number"
        step="any"
        min={-most}
        max={most}
        required
        value={place[key]}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </label>
  )
  return (
    <>
      <div className="two-fields">
        {degrees('lon', 180)}
        {degrees('lat', 90)}
      </div>
      <label className="field">
        <span>{t('web.import.coordinates')}</span>
        <select
          className="input"
          value={place.system}
          onChange={(event) => {
            const system = coordinateSystems.find((one) => one === event.target.value)
            if (system) onChange({ system })
          }}
        >
          {coordinateSystems.map((system) => (
            <option key={system} value={system}>
              {wordOf('web.import.coordinates', system, t)}
            </option>
          ))}
        </select>
      </label>
      {kept !== null && place.system !== 'wgs84' && (
        <p className="label">{t('web.settings.kept-as', { lon: kept.lonWgs84, lat: kept.latWgs84 })}</p>
      )}
    </>
  )
}
