import { useNavigate } from '@tanstack/react-router'
import {
  type KeyboardEvent,
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { sourceClasses } from '../../src/domain/sources/model.ts'
import { drawnCircles } from '../../src/domain/stations/model.ts'
import { Later } from '../parts/later.tsx'
import { useRadii } from '../place/circles.ts'
import { CALM_BELOW_MS } from '../place/wind.ts'
import { useText } from '../text/language.ts'
import { Air } from './air.tsx'
import { Told, Tools } from './controls.tsx'
import type { Drawing } from './drawing.ts'
import { type Fit, useFirstView } from './first-view.ts'
import { offsetFrom, offsetOf, type Place, type Point, placeAt, pointOf, type View } from './frame.ts'
import { listen } from './gestures.ts'
import { GroundLayer } from './ground.tsx'
import type { Layer } from './layers.ts'
import { Legend } from './legend.tsx'
import { hitAt, Many, type Mark, type PlacedSpot, useMarks } from './many.tsx'
import './map.css'
import './tiles/tiles.css'
import { type Lit, MarkList } from './mark-list.tsx'
import type { CaseSpot, SourceSpot, StationSpot, WindNow } from './marks.ts'
import { Over } from './over.tsx'
import { usePalette } from './palette.ts'
import { Pointed } from './pointed.tsx'
import { Readout } from './readout.tsx'
import { TaskPins, type TaskSpot, TaskWay, useStandingPins } from './task-pins.tsx'
import { CreditLine } from './tiles/credit-line.tsx'
import type { TilesTold } from './tiles/state.ts'
import { Under } from './tiles/under.tsx'
import { Tool } from './tools.tsx'
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
  const beforehand = useRef((_next: View) => {})
  const drawAhead = useRef((_marks: readonly Mark[]) => {})
  const { ref, sheet: sheetRef, size, view, now, pan, zoom, settle, show } = useView(views.first, beforehand)
  const sheet = useMemo(() => ({ width: size.width + 2 * BEYOND_PX, height: size.height + 2 * BEYOND_PX }), [size])
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const takeRoot = useCallback(
    (found: HTMLElement | null) => {
      // With the size, not in the middle of putting the page up.
      startTransition(() => setRoot(found))
      return ref(found)
    },
    [ref],
  )
  const palette = usePalette(root)
  const isCalm = useCalmWish()
  const [way, setWay] = useState<readonly Place[] | null>(null)
  const [isAiry, setAiry] = useState(false)
  const [isListed, setListed] = useState(false)
  const [pointer, setPointer] = useState<Place | null>(null)
  const [lit, setLit] = useState<Lit | null>(null)
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
  const { marks, marksAhead } = useMarks(spots, view, sheet)
  beforehand.current = (next) => {
    if (next.scale === view.scale) drawAhead.current(marksAhead(next))
  }
  const stations = isShown('stations') ? (props.stations ?? nothing) : nothing
  const cases = isShown('cases') ? (props.cases ?? nothing) : nothing
  const pins = useStandingPins(props.tasks ?? nothing, anchor, view, sheet)
  const blowing = wind !== null && wind.speedMs >= CALM_BELOW_MS ? wind : null

  const isSeen = (place: Place) => {
    const { x, y } = pointOf(view, size, offsetFrom(anchor, place))
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height
  }
  const nearer = useRef((_places: readonly Place[]) => {})
  nearer.current = (places) => show(views.upTo(places, size))
  const hitUnder = ({ x, y }: Point) => hitAt(marks, { x: x + BEYOND_PX, y: y + BEYOND_PX })
  const press = (at: Point) => {
    const place = placeAt(anchor, offsetOf(now(), size, at))
    if (way !== null) return setWay([...way, place])
    if (choice) return choice.onChoose(place)
    if (drawing) return drawing.onPress(place, now().scale)
    const hit = hitUnder(at)
    if (hit?.kind === 'one') navigate({ to: '/sources/$id', params: { id: hit.spot.id } })
    else if (hit?.kind === 'many') nearer.current(hit.spots)
    else setPointer(place)
  }
  const hover = (at: Point | null) => {
    setPointer(at && placeAt(anchor, offsetOf(now(), size, at)))
    const hit = at && way === null && !choice && !drawing ? hitUnder(at) : null
    if (hit === null) setLit(null)
    else if (hit.kind === 'one') setLit({ place: hit.spot, text: [hit.spot.name, hit.spot.detail].join(' · ') })
    else {
      const place = placeAt(anchor, offsetOf(view, sheet, hit.point))
      setLit({ place, text: t('web.map.sources-here', { count: hit.spots.length }) })
    }
  }
  const moves = useRef({ press, hover })
  moves.current = { press, hover }
  const isFree = props.wheel === 'free'
  useEffect(() => {
    if (!root) return
    return listen(root, {
      pan: (by) => pan(by, false),
      zoom,
      settle,
      press: (at) => moves.current.press(at),
      hover: (at) => moves.current.hover(at),
      wheelIsFree: () => isFree,
    })
  }, [root, pan, zoom, settle, isFree])

  const middle = { x: size.width / 2, y: size.height / 2 }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return
    const acts: Partial<Record<string, () => void>> = {
      ArrowLeft: () => pan({ x: STEP_PX, y: 0 }, true),
      ArrowRight: () => pan({ x: -STEP_PX, y: 0 }, true),
      ArrowUp: () => pan({ x: 0, y: STEP_PX }, true),
      ArrowDown: () => pan({ x: 0, y: -STEP_PX }, true),
      '+': () => zoom(middle, 2, true),
      '=': () => zoom(middle, 2, true),
      '-': () => zoom(middle, 0.5, true),
      '0': () => show(views.circles(size)),
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
    ...[aims && 'map-aims', lit && 'map-points', isBorderless && 'map-borderless'],
    ...(isTiled ? ['map-tiled', `map-on-${base.kind}`, base.picture === 'imagery' && 'map-on-photo'] : []),
  ].filter(Boolean)
  const outside = (props.cases ?? nothing).filter((spot) => !isSeen(spot)).length
  return (
    <div className="map-frame">
      <section
        ref={takeRoot}
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
        {size.width > 0 && (
          <div ref={sheetRef} className="map-sheet" style={{ inset: -BEYOND_PX }}>
            {base && <Under {...{ base, ground, anchor, view, sheet, palette }} onTold={setTiles} />}
            <GroundLayer
              {...{ ground, anchor, view, sheet, circles, outermostKm }}
              wind={isShown('upwind') ? blowing : null}
            />
            <Many marks={marks} sheet={sheet} palette={palette} ahead={drawAhead} />
            {props.here && <TaskWay {...{ anchor, view, sheet }} tasks={props.tasks ?? nothing} here={props.here} />}
            <Later>
              <Over
                {...{ ground, anchor, view, sheet, circles, own, stations, cases, marks, line }}
                tasks={pins}
                type={palette?.type ?? 12}
                toolsPx={legend ? TOOLS_PX.all : TOOLS_PX.few}
                hasCompass={props.children !== undefined}
                hasFoot={legend !== undefined}
                onNearer={nearer}
                onCase={props.onCase}
              />
            </Later>
            {(props.tasks || props.here) && (
              <TaskPins {...{ anchor, view, sheet, pins }} tasks={props.tasks ?? nothing} here={props.here ?? null} />
            )}
            <Pointed {...{ anchor, view, sheet, lit }} way={way ?? nothing} chosen={choice?.at ?? null} />
            {drawing?.show({
              at: (place) => pointOf(view, sheet, offsetFrom(anchor, place)),
              under: ({ clientX, clientY }) => {
                const { left = 0, top = 0 } = root?.getBoundingClientRect() ?? {}
                return placeAt(anchor, offsetOf(now(), size, { x: clientX - left, y: clientY - top }))
              },
              sheet,
              scale: view.scale,
            })}
          </div>
        )}
        {isAiry && blowing && !isCalm && <Air wind={blowing} size={size} palette={palette} />}
        {props.children}
        {aims && <span className="map-aim" aria-hidden="true" />}
        {legend && (
          <div className="map-foot map-control">
            {isListed && (
              <MarkList
                stations={[...(own && own.value !== null ? [own] : []), ...stations].filter(isSeen)}
                cases={cases.filter(isSeen)}
                sources={spots.filter(isSeen)}
                onLit={setLit}
              />
            )}
            <Tool drawing="list" name="web.map.list" isExpanded={isListed} onPress={() => setListed(!isListed)}>
              {t('web.map.list')}
            </Tool>
            {outside > 0 && <span className="map-outside label">{t('web.map.outside', { cases: outside })}</span>}
          </div>
        )}
        <Tools
          onNearer={() => zoom(middle, 2, true)}
          onFarther={() => zoom(middle, 0.5, true)}
          more={
            legend
              ? {
                  onCircles: () => show(views.circles(size)),
                  onCounty: views.county && (() => views.county && show(views.county(size))),
                  isMeasuring: way !== null,
                  onMeasure: () => setWay(way === null ? [] : null),
                  isAiry,
                  onAir: blowing && !isCalm ? () => setAiry(!isAiry) : null,
                }
              : null
          }
        />
        {base && <CreditLine base={base} told={tiles} />}
        {pointer && (legend || choice) && !isListed && <Readout place={pointer} />}
        <Told
          way={way}
          isAiry={isAiry && blowing !== null && !isCalm}
          isChoosing={choice !== undefined && choice.at === null}
        />
      </section>
      {legend && (
        <Legend
          shown={[
            ...sourceClasses.filter((each) => all.some((spot) => spot.class === each)),
            // Where cases are what the map is about, its room says what their marks mean.
            ...(props.cases && !props.onCase ? (['cases'] as const) : []),
            ...((props.stations?.length ?? 0) > 0 ? (['stations'] as const) : []),
            ...(blowing ? (['upwind'] as const) : []),
          ]}
          hidden={hidden}
          onToggle={legend.onToggle}
          scale={view.scale}
        />
      )}
    </div>
  )
}
