import { useText } from '../text/language.ts'
import { isIn, offsetFrom, type Place, pointOf, type Size, type View } from './frame.ts'
import type { Lit } from './lit-mark.tsx'
import { MarkList } from './mark-list.tsx'
import type { CaseSpot, PlacedSpot, StationSpot } from './marks.ts'
import { type Stand, useSeen } from './stand.ts'
import { Tool } from './tools.tsx'

/** In the lower corner of a map: the list of all that is seen, and how many cases are not. */
export function Foot(props: {
  anchor: Place
  stand: Stand
  first: View
  size: Size
  stations: readonly StationSpot[]
  cases: readonly CaseSpot[]
  /** With those that the legend leaves out. */
  allCases: readonly CaseSpot[]
  sources: readonly PlacedSpot[]
  isListed: boolean
  onList: () => void
  onLit: (lit: Lit | null) => void
}) {
  const { t } = useText()
  const { anchor, stand, first, size, isListed } = props
  const { seen } = useSeen(stand, first)
  const isSeen = (place: Place) => isIn({ x: 0, y: 0, ...size }, pointOf(seen, size, offsetFrom(anchor, place)))
  const outside = props.allCases.filter((spot) => !isSeen(spot)).length
  return (
    <div className="map-foot map-control">
      {isListed && (
        <MarkList
          stations={props.stations.filter(isSeen)}
          cases={props.cases.filter(isSeen)}
          sources={props.sources.filter(isSeen)}
          onLit={props.onLit}
        />
      )}
      <div className="map-foot-line">
        <Tool drawing="list" name="web.map.list" isExpanded={isListed} onPress={props.onList}>
          {t('web.map.list')}
        </Tool>
        {outside > 0 && <span className="map-outside label">{t('web.map.outside', { cases: outside })}</span>}
      </div>
    </div>
  )
}
