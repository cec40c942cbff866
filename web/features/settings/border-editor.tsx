import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useDeferredValue, useMemo, useReducer, useState } from 'react'
import { faultOfShape } from '../../../src/domain/regions/model.ts'
import { closedRing, crossingEdges, outlineAreaKm2 } from '../../../src/standards/rings.ts'
import { useAct } from '../../api/acts.ts'
import type { Outline, Region, Station } from '../../api/queries.ts'
import { CountyMap } from '../../map/county-map.tsx'
import { type Place, placeAt } from '../../map/frame.ts'
import { useGround } from '../../map/use-ground.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { areaText } from './area-text.ts'
import { type BorderStep, draftOf, isSameLine, lonLat, snapped, stepped } from './border-draft.ts'
import { BorderEffects } from './border-effects.tsx'
import { groundOfBorder } from './border-ground.ts'
import { BorderGuard } from './border-guard.tsx'
import { BorderSketch } from './border-sketch.tsx'
import { BorderTable } from './border-table.tsx'

// catalogue keys: web.border.fault.*

/** A place that is pressed so near to a neighbour's corner is that corner. [px] */
const SNAP_PX = 10
/** Crossings that are shown. */
const MOST_SHOWN = 50
/** By one press of an arrow key with Alt a point goes so far. [m] */
const NUDGE_M = 10

/** One part of a border, drawn by hand on the map or by numbers in the table beside it. */
export function BorderEditor(props: {
  region: Region
  part: number
  outlines: readonly Outline[]
  stations: readonly Station[]
  /** Begins anew upon what is there now. */
  onAnew: () => void
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const ground = useGround()
  const { region, part } = props
  // What is there when the drawing begins is what is drawn upon, whatever others save meanwhile.
  const [begun] = useState(() => ({
    expects: region.outlineVersion,
    polygons: props.outlines.find(({ regionId }) => regionId === region.id)?.polygons ?? [],
    ...groundOfBorder(region, part, props.outlines, props.stations),
  }))
  const [outer, holes] = useMemo(() => {
    const [first = [], ...others] = begun.polygons[part] ?? []
    return [first, others]
  }, [begun, part])
  const [first] = useState(() => draftOf(outer))
  const [draft, step] = useReducer(stepped, first)
  const [isSnapping, setSnapping] = useState(true)
  const { points, isClosed, chosen } = draft
  const anchor = begun.anchor ?? points[0]
  const ring = useMemo(() => closedRing(points.map(lonLat)), [points])
  const fault = useMemo(() => (isClosed ? faultOfShape(ring) : null), [ring, isClosed])
  const wrong = useMemo(
    () =>
      new Set(
        crossingEdges(isClosed ? ring : ring.slice(0, -1), MOST_SHOWN)
          .flat()
          .map((edge) => edge - 1),
      ),
    [ring, isClosed],
  )
  const outline = useMemo(() => begun.polygons.toSpliced(part, 1, [ring, ...holes]), [begun, part, ring, holes])
  // What lies inside is counted when the hand rests: a county has thousands of sources.
  const counted = useDeferredValue(outline)
  const save = useAct('POST /api/regions/:id/border', () => {
    toast(t('web.border.saved'))
    navigate({ to: '/settings/regions', ignoreBlocker: true })
  })
  const standing = (place: Place, scale: number) =>
    isSnapping ? snapped(place, begun.corners, SNAP_PX * scale) : place
  const onKey = (event: KeyboardEvent) => {
    const isInMap = event.target instanceof Element && event.target.closest('.map') !== null
    if (!isInMap) return
    const done = keyStep(event, draft)
    if (done === null) return
    event.preventDefault()
    step(done)
  }
  const isReady = isClosed && fault === null
  const isChanged = !isSameLine(draft, first)
  return (
    <div className="border-editor">
      <BorderGuard isUnsaved={isChanged} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the map within, which has the focus */}
      <div className="border-map" onKeyDown={onKey}>
        {anchor ? (
          <CountyMap
            name={t('web.border.map-of', { region: region.name, points: points.length })}
            anchor={anchor}
            ground={ground}
            fit={begun.fit}
            drawing={{
              onPress: (place, scale) => {
                if (isClosed) step({ kind: 'choose', at: null })
                else step({ kind: 'add', place: standing(place, scale) })
              },
              show: (on) => <BorderSketch on={on} draft={draft} wrong={wrong} standing={standing} onStep={step} />,
            }}
            wheel="free"
          />
        ) : (
          <p className="settings-note">{t('web.border.no-ground')}</p>
        )}
      </div>
      <div className="border-side">
        <p role="status">
          <b>
            {isReady
              ? t('web.border.area', { km2: areaText(outlineAreaKm2([[ring, ...holes]])) })
              : t(isClosed ? 'web.border.unfit' : 'web.border.open')}
          </b>{' '}
          <span className="label">{t('web.border.count', { points: points.length })}</span>
        </p>
        {isReady && begun.polygons.length > (part < begun.polygons.length ? 1 : 0) && (
          <p className="label">{t('web.border.whole-area', { km2: areaText(outlineAreaKm2(outline)) })}</p>
        )}
        {holes.length > 0 && <p className="label">{t('web.border.holes', { holes: holes.length })}</p>}
        {fault && (
          <p className="late" role="alert">
            {t(`web.border.fault.${fault.reason}`, numbersOf(fault))}
          </p>
        )}
        <p className="border-tools">
          <button
            type="button"
            className="button small"
            disabled={isClosed || points.length < 3}
            onClick={() => step({ kind: 'close' })}
          >
            {t('web.border.close')}
          </button>
          <button
            type="button"
            className="button small"
            disabled={draft.past.length === 0}
            onClick={() => step({ kind: 'undo' })}
          >
            {t('web.border.undo')}
          </button>
          <button
            type="button"
            className="button small"
            disabled={chosen === null}
            onClick={() => chosen !== null && step({ kind: 'remove', at: chosen })}
          >
            {chosen === null ? t('web.border.remove-chosen') : t('web.border.remove-of', { point: chosen + 1 })}
          </button>
          <button
            type="button"
            className="button small"
            disabled={points.length === 0}
            onClick={() => step({ kind: 'clear' })}
          >
            {t('web.border.clear')}
          </button>
        </p>
        <label className="border-snap">
          <input type="checkbox" checked={isSnapping} onChange={(event) => setSnapping(event.target.checked)} />{' '}
          {t('web.border.snap', { px: SNAP_PX })}
        </label>
        <details className="label">
          <summary>{t('web.border.how')}</summary>
          <p>{t('web.border.by-hand')}</p>
          <p>{t('web.border.by-keys', { metres: NUDGE_M })}</p>
        </details>
        {isReady && <BorderEffects region={region} outline={counted} stations={props.stations} />}
        {save.error && <Trouble error={save.error} />}
        {region.outlineVersion !== begun.expects && !save.isPending && !save.isSuccess && (
          <p className="late" role="status">
            {t('web.border.changed-meanwhile')}{' '}
            <button type="button" className="button small" onClick={props.onAnew}>
              {t('web.border.anew')}
            </button>
          </p>
        )}
        {isReady && !isChanged && <p className="label">{t('web.border.unchanged')}</p>}
        <button
          type="button"
          className="button primary"
          disabled={!isReady || !isChanged || save.isPending}
          onClick={() => save.mutate({ params: { id: region.id }, body: { expects: begun.expects, part, ring } })}
        >
          {save.isPending ? t('web.act.sending') : t('web.border.save')}
        </button>
        <details className="border-numbers" open={anchor === undefined}>
          <summary>{t('web.border.points')}</summary>
          <BorderTable draft={draft} onStep={step} />
        </details>
      </div>
    </div>
  )
}

/** What a key on the map does to the line; null: nothing. */
function keyStep(event: KeyboardEvent, { points, isClosed, chosen }: ReturnType<typeof draftOf>): BorderStep | null {
  const { key } = event
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'z') return { kind: 'undo' }
  if (event.ctrlKey || event.metaKey || points.length === 0) return null
  const place = chosen === null ? undefined : points[chosen]
  if (event.altKey) {
    const ways: Readonly<Record<string, [east: number, north: number]>> = {
      ArrowLeft: [-NUDGE_M, 0],
      ArrowRight: [NUDGE_M, 0],
      ArrowUp: [0, NUDGE_M],
      ArrowDown: [0, -NUDGE_M],
    }
    const way = ways[key]
    if (way === undefined || place === undefined || chosen === null) return null
    return { kind: 'move', at: chosen, place: placeAt(place, { eastM: way[0], northM: way[1] }) }
  }
  switch (key) {
    case 'Enter':
      return isClosed ? null : { kind: 'close' }
    case 'Delete':
    case 'Backspace':
      if (chosen !== null) return { kind: 'remove', at: chosen }
      return isClosed ? null : { kind: 'remove', at: points.length - 1 }
    case 'Escape':
      if (chosen !== null) return { kind: 'choose', at: null }
      return isClosed ? null : { kind: 'clear' }
    case '[':
      return { kind: 'choose', at: ((chosen ?? 0) - 1 + points.length) % points.length }
    case ']':
      return { kind: 'choose', at: ((chosen ?? -1) + 1) % points.length }
    default:
      return null
  }
}

function numbersOf(fault: object): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(fault).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
    ),
  )
}
