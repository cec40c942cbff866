import { useText } from '../text/language.ts'
import type { Place } from './frame.ts'
import { legsOf, lengthText } from './measure.ts'
import { Tool } from './tools.tsx'

/** The tools at a map's edge. */
export function Tools(props: {
  onNearer: () => void
  onFarther: () => void
  /** Those of a map that has room for more; null where the county's line or the wind is not known. */
  more: {
    onCircles: () => void
    onCounty: (() => void) | null
    isMeasuring: boolean
    onMeasure: () => void
    isAiry: boolean
    onAir: (() => void) | null
  } | null
}) {
  const { more } = props
  return (
    <div className="map-tools map-control">
      <Tool drawing="nearer" name="web.map.nearer" onPress={props.onNearer} />
      <Tool drawing="farther" name="web.map.farther" onPress={props.onFarther} />
      {more && (
        <>
          <Tool drawing="circles" name="web.map.fit-circles" onPress={more.onCircles} />
          {more.onCounty && <Tool drawing="county" name="web.map.fit-county" onPress={more.onCounty} />}
          <Tool drawing="measure" name="web.map.measure" isOn={more.isMeasuring} onPress={more.onMeasure} />
          {more.onAir && <Tool drawing="air" name="web.map.air" isOn={more.isAiry} onPress={more.onAir} />}
        </>
      )}
    </div>
  )
}

/** What the map has to say: how long the way is, what the specks are, what a press does. */
export function Told({
  way,
  isAiry,
  isChoosing,
}: {
  way: readonly Place[] | null
  isAiry: boolean
  isChoosing: boolean
}) {
  const { t } = useText()
  const legs = legsOf(way ?? [])
  const last = legs.at(-1)
  const length = lengthText(legs.reduce((sum, leg) => sum + leg.metres, 0))
  return (
    <p className="map-told label" role="status">
      {way !== null && last === undefined && t('web.map.measure-begin')}
      {last !== undefined && t('web.map.measured', { length, bearing: last.bearing })}
      {way === null && isAiry && t('web.map.air-note')}
      {isChoosing && t('web.map.choose')}
    </p>
  )
}
