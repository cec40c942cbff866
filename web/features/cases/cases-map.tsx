import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { caseStages } from '../../../src/domain/cases/model.ts'
import { distanceM } from '../../../src/domain/stations/model.ts'
import type { Case, Station } from '../../api/queries.ts'
import { CountyMap } from '../../map/county-map.tsx'
import { bareSpot } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { StageMark } from '../../parts/marks.tsx'
import { Empty } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { MapCard } from './map-card.tsx'
import { placedCases } from './placed.ts'
import { type CasesSearch, withoutGaps } from './view.ts'

/** Cases beyond this are not what the first look is for. [m] */
const FARTHEST_M = 30_000

/** Nothing but the scale and the list: what marks mean stands above the map. */
const bare = { hidden: [], onToggle: () => {} }

/** Where the shown cases lie, each by its stage; a press tells of one. What nobody has a place for is counted. */
export function CasesMap(props: {
  cases: readonly Case[]
  station: Station | undefined
  search: CasesSearch
  now: number
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const ground = useGround()
  const { cases, station, search, now } = props
  const spots = useMemo(() => placedCases(cases), [cases])
  // Without a station the map is drawn around the first case that is seen; another filter does not move it.
  const [first] = useState(spots[0])
  const anchor = station ?? first ?? spots[0]
  const own = useMemo(() => (station ? bareSpot(station) : null), [station])
  const near = useMemo(
    () => (anchor === undefined ? [] : spots.filter((spot) => distanceM(anchor, spot) < FARTHEST_M)),
    [anchor, spots],
  )
  const told = useMemo(() => spots.map((spot) => ({ ...spot, isChosen: spot.id === search.at })), [spots, search.at])
  const tell = (at: string | undefined) =>
    navigate({ to: '/cases', search: withoutGaps({ ...search, at }), replace: true })
  const chosen = cases.find(({ id }) => id === search.at)
  const unplaced = cases.length - spots.length
  return (
    <section className="cases-map">
      <div className="cases-map-head label">
        {caseStages.map((stage) => {
          const count = spots.filter((spot) => spot.stage === stage).length
          return (
            count > 0 && (
              <span key={stage} className="nowrap">
                <StageMark stage={stage} size={14} /> {wordOf('web.stage', stage, t)} {count}
              </span>
            )
          )
        })}
        {unplaced > 0 && (
          <Link to="/cases" search={withoutGaps({ ...search, view: 'table', at: undefined })} className="push">
            {t('web.cases.unplaced', { cases: unplaced })}
          </Link>
        )}
      </div>
      {anchor === undefined ? (
        <Empty title={t('web.cases.none-placed')}>{t('web.cases.none-placed-text')}</Empty>
      ) : (
        <div className="cases-map-field">
          <CountyMap
            key={station?.id ?? 'cases'}
            name={t('web.cases.map-of', { cases: spots.length })}
            anchor={anchor}
            ground={ground}
            fit={near.length > 0 ? near : 'county'}
            hasCircles={station !== undefined}
            own={own}
            cases={told}
            legend={bare}
            wheel="free"
            onCase={tell}
          />
          {chosen && <MapCard one={chosen} now={now} onClose={() => tell(undefined)} />}
        </div>
      )}
    </section>
  )
}
