import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { sourceClasses } from '../../src/domain/sources/model.ts'
import { drawnCircles } from '../../src/domain/stations/model.ts'
import { Later } from '../parts/later.tsx'
import { useRadii } from '../place/circles.ts'
import { CALM_BELOW_MS } from '../place/wind.ts'
import { useText } from '../text/language.ts'
import { Air } from './air.tsx'
import { Told, Tools } from './controls.tsx'
import { type Drawing, Drawn } from './drawing.tsx'
import { type Fit, useFirstView } from './first-view.ts'
import { Foot } from './foot.tsx'
import { offsetFrom, offsetOf, type Place, type Point, placeAt } from './frame.ts'
import { listen } from './gestures.ts'
import { GroundLayer } from './ground.tsx'
import type { Layer } from './layers.ts'
import { Legend } from './legend.tsx'
import { type Lit, LitMark } from './lit-mark.tsx'
import { Many } from './many.tsx'
import './map.css'
import './tiles/tiles.css'
import {
  type CaseSpot,
  hitAt,
  marksOf,
  type PlacedSpot,
  type SourceSpot,
  type StationSpot,
  type WindNow,
} from './marks.ts'
import { Over } from './over.tsx'
import { usePalette } from './palette.ts'
import { Pointed } from './pointed.tsx'
import { Readout } from './readout.tsx'
import { TaskPins, type TaskSpot, TaskWay } from './task-pins.tsx'
import { CreditLine } from './tiles/credit-line.tsx'
import type { TilesTold } from './tiles/state.ts'
import { Under } from './tiles/under.tsx'
import { useCalmWish } from './use-calm-wish.ts'
import type { Ground } from './use-ground.ts'
import { BEYOND_PX, useView } from './use-view.ts'

/** Height of the tools with the air around them. [px] */
const TOOLS_PX = { all: 190, few: 78 }
/** One press of an arrow key. [px] */
const STEP_PX = 80

const nothing: readonly never[] = []

/**
 * The county and what is in it, drawn from its own GeoJSON, over tiles where the county's setting says so. Dragged, zoomed by wheel, fingers, keys and
 * buttons; measured; with a legend that leaves kinds out and a list of all that is seen. The centre it is drawn around is fixed:
 * for another one it is made anew (key).
 */
export function CountyMap(props: {
  /** What the map shows, for who does not see it. */
  name: string
  anchor: Place
  ground: Ground
  fit: Fit
  hasCircles?: boolean
  own?: StationSpot | null
  stations?: readonly StationSpot[]
  cases?: readonly CaseSpot[]
  sources?: readonly SourceSpot[]
  wind?: WindNow | null
  /** Numbered, for whoever goes to them. */
  tasks?: readonly TaskSpot[]
  /** Where the one who looks is. */
  here?: Place | null
  /** A dashed line leads there from the centre, with its length. */
  line?: Place | null
  /** Kinds left out, and what is told when the legend is pressed; without it there is no legend and few tools. */
  legend?: { hidden: readonly Layer[]; onToggle: (layer: Layer) => void }
  /** The map is there to choose a place on. */
  choice?: { at: Place | null; onChoose: (place: Place) => void }
  /** Takes the wheel without being asked: where the page does not scroll below the map. */
  wheel?: 'free'
  /** The map is there to draw on. */
  drawing?: Drawing | undefined
  /** A case that is pressed is told of instead of opened; its list still opens it. */
  onCase?: (id: string) => void
  /** What stands in its upper corner: the compass. */
  children?: ReactNode
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const keysId = useId()
  const { anchor, ground, choice, drawing, legend, hasCircles = false, own = null, line = null, wind = null } = props
  const hidden = legend?.hidden ?? nothing
  const isShown = (layer: Layer) => !hidden.includes(layer)
  const radii = useRadii()
  const known = useMemo(() => drawnCircles(radii), [radii])
  const circles = hasCircles ? known : nothing
  const outermostKm = known.at(-1)?.km ?? 0
  const views = useFirstView(props.fit, anchor, ground, outermostKm)
  const { ref, root, size, sheet, first, stand } = useView(views.first)
  const palette = usePalette(root)
  const isCalm = useCalmWish()
  const [way, setWay] = useState<readonly Place[] | null>(null)
  const [isAiry, setAiry] = useState(false)
  const [isListed, setListed] = useState(false)
  const pointAt = useRef((_place: Place | null) => {})
  const litAt = useRef((_lit: Lit | null) => {})
  const hand = useRef<HTMLDivElement>(null)
  const [tiles, setTiles] = useState<TilesTold>({ state: 'coming', credit: '' })
  const { base } = ground

  const all = props.sources ?? nothing
  const left = hidden.join()
  const spots = useMemo(
    () =>
      all
        .filter((spot) => !left.split(',').includes(spot.class))
        .map((spot): PlacedSpot => ({ ...spot, ...offsetFrom(anchor, spot) })),
    [all, anchor, left],
  )
  const marks = useMemo(() => marksOf(spots), [spots])
  stand.prepare = marks
  const tasks = props.tasks ?? nothing
  const stations = isShown('stations') ? (props.stations ?? nothing) : nothing
  const cases = isShown('cases') ? (props.cases ?? nothing) : nothing
  const blowing = wind !== null && wind.speedMs >= CALM_BELOW_MS ? wind : null

  // Where cases are what the map is about, its room says what their marks mean.
  const hasCases = props.cases !== undefined && props.onCase === undefined
  const hasStations = (props.stations?.length ?? 0) > 0
  const isBlowing = blowing !== null
  const kinds = useMemo(
    (): Layer[] => [
      ...sourceClasses.filter((each) => all.some((spot) => spot.class === each)),
      ...(hasCases ? (['cases'] as const) : []),
      ...(hasStations ? (['stations'] as const) : []),
      ...(isBlowing ? (['upwind'] as const) : []),
    ],
    [all, hasCases, hasStations, isBlowing],
  )

  const nearer = useRef((_places: readonly Place[]) => {})
  nearer.current = (places) => stand.show(views.upTo(places, size))
  const hitUnder = (at: Point) => {
    const { scale } = stand.live
    return hitAt(marks(scale), offsetOf(stand.live, size, at), scale)
  }
  const press = (at: Point) => {
    const place = placeAt(anchor, offsetOf(stand.live, size, at))
    if (way !== null) return setWay([...way, place])
    if (choice) return choice.onChoose(place)
    if (drawing) return drawing.onPress(place, stand.live.scale)
    const hit = hitUnder(at)
    if (hit?.kind === 'one') navigate({ to: '/sources/$id', params: { id: hit.spot.id } })
    else if (hit?.kind === 'many') nearer.current(hit.spots)
    else pointAt.current(place)
  }
  const light = (lit: Lit | null) => {
    litAt.current(lit)
    hand.current?.classList.toggle('map-points', lit !== null)
  }
  const hover = (at: Point | null) => {
    pointAt.current(at && placeAt(anchor, offsetOf(stand.live, size, at)))
    // What the list points out stays while the pointer is on the list.
    if (at === null && !hand.current?.classList.contains('map-points')) return
    const hit = at && way === null && !choice && !drawing ? hitUnder(at) : null
    if (hit === null) light(null)
    else if (hit.kind === 'one') light({ place: hit.spot, text: [hit.spot.name, hit.spot.detail].join(' · ') })
    else light({ place: placeAt(anchor, hit.offset), text: t('web.map.sources-here', { count: hit.spots.length }) })
  }
  const moves = useRef({ press, hover })
  moves.current = { press, hover }
  const isFree = props.wheel === 'free'
  useEffect(() => {
    if (!root) return
    return listen(root, hand.current ?? root, {
      pan: (by) => stand.pan(by, false),
      zoom: (at, times, isLast) => stand.zoom(at, times, isLast),
      settle: () => stand.settle(),
      press: (at) => moves.current.press(at),
      hover: (at) => moves.current.hover(at),
      wheelIsFree: () => isFree,
    })
  }, [root, stand, isFree])

  const middle = { x: size.width / 2, y: size.height / 2 }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return
    const acts: Partial<Record<string, () => void>> = {
      ArrowLeft: () => stand.pan({ x: STEP_PX, y: 0 }, true),
      ArrowRight: () => stand.pan({ x: -STEP_PX, y: 0 }, true),
      ArrowUp: () => stand.pan({ x: 0, y: STEP_PX }, true),
      ArrowDown: () => stand.pan({ x: 0, y: -STEP_PX }, true),
      '+': () => stand.zoom(middle, 2, true),
      '=': () => stand.zoom(middle, 2, true),
      '-': () => stand.zoom(middle, 0.5, true),
      '0': () => stand.show(views.circles(size)),
      ...(way !== null || choice ? { Enter: () => press(middle) } : {}),
      ...(drawing ? { ' ': () => press(middle) } : {}),
      ...(way === null ? {} : { Escape: () => setWay(null), Backspace: () => setWay(way.slice(0, -1)) }),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const aims = way !== null || choice !== undefined || drawing !== undefined
  const isBorderless = views.county === null
  const isTiled = base !== null && tiles.state === 'shown'
  const states = [
    ...[aims && 'map-aims', isListed && 'map-listed', isBorderless && 'map-borderless'],
    ...(isTiled ? ['map-tiled', `map-on-${base.kind}`, base.picture === 'imagery' && 'map-on-photo'] : []),
  ].filter(Boolean)
  return (
    <div className="map-frame">
      <section
        ref={ref}
        className={['map', ...states].join(' ')}
        aria-label={props.name}
        aria-describedby={keysId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a map is moved by keys
        tabIndex={0}
        onKeyDown={onKey}
      >
        <p id={keysId} className="unseen">
          {t(aims ? 'web.map.keys-aim' : 'web.map.keys')}
        </p>
        <div ref={hand} className="map-hand" />
        {size.width > 0 && (
          <div className="map-sheet" style={{ inset: -BEYOND_PX }}>
            {base && <Under {...{ base, ground, anchor, stand, first, sheet, palette }} onTold={setTiles} />}
            <GroundLayer
              {...{ ground, anchor, stand, first, sheet, circles, outermostKm }}
              wind={isShown('upwind') ? blowing : null}
            />
            <Many {...{ marks, stand, first, sheet, palette }} />
            {props.here && <TaskWay {...{ anchor, stand, first, sheet, tasks }} here={props.here} />}
            <Later>
              <Over
                {...{ ground, anchor, stand, first, sheet, circles, own, stations, cases, tasks, marks, line }}
                type={palette?.type ?? 12}
                wind={isShown('upwind') ? blowing : null}
                outermostKm={outermostKm}
                toolsPx={legend ? TOOLS_PX.all : TOOLS_PX.few}
                hasCompass={props.children !== undefined}
                hasFoot={legend !== undefined}
                onNearer={nearer}
                onCase={props.onCase}
              />
              <LitMark {...{ anchor, stand, first, sheet }} tell={litAt} />
            </Later>
            {(props.tasks || props.here) && (
              <TaskPins {...{ anchor, stand, first, sheet, tasks }} here={props.here ?? null} />
            )}
            {(way || choice?.at) && (
              <Pointed {...{ anchor, stand, first, sheet }} way={way ?? nothing} chosen={choice?.at ?? null} />
            )}
            {drawing && <Drawn {...{ drawing, anchor, stand, first, size, sheet, root }} />}
          </div>
        )}
        {isAiry && blowing && !isCalm && <Air wind={blowing} size={size} palette={palette} />}
        {props.children}
        {aims && <span className="map-aim" aria-hidden="true" />}
        {legend && (
          <Foot
            {...{ anchor, stand, first, size, cases, isListed }}
            stations={own === null || own.value === null ? stations : [own, ...stations]}
            allCases={props.cases ?? nothing}
            sources={spots}
            onList={() => setListed(!isListed)}
            onLit={(lit) => litAt.current(lit)}
          />
        )}
        <Tools
          onNearer={() => stand.zoom(middle, 2, true)}
          onFarther={() => stand.zoom(middle, 0.5, true)}
          more={
            legend
              ? {
                  onCircles: () => stand.show(views.circles(size)),
                  onCounty: views.county && (() => views.county && stand.show(views.county(size))),
                  isMeasuring: way !== null,
                  onMeasure: () => setWay(way === null ? [] : null),
                  isAiry,
                  onAir: blowing && !isCalm ? () => setAiry(!isAiry) : null,
                }
              : null
          }
        />
        {base && <CreditLine base={base} told={tiles} />}
        {(legend || choice) && !isListed && <Readout tell={pointAt} />}
        <Told
          way={way}
          isAiry={isAiry && blowing !== null && !isCalm}
          isChoosing={choice !== undefined && choice.at === null}
        />
      </section>
      {legend && <Legend shown={kinds} hidden={hidden} onToggle={legend.onToggle} {...{ stand, first }} />}
    </div>
  )
}
