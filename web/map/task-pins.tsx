import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useText } from '../text/language.ts'
import { PIN_BODY } from './few.tsx'
import { offsetFrom, type Place, type Point, pointOf, type Size, type View } from './frame.ts'
import { pinsApart, type StandingPin } from './pins.ts'
import { Plane } from './plane.tsx'
import { type Stand, useDrawn } from './stand.ts'

/** A task of the one who looks, with its number in their list. */
export interface TaskSpot extends Place {
  id: string
  number: number
  name: string
}

/** Where on the sheet each task's pin stands. */
export function useStandingPins(
  tasks: readonly TaskSpot[],
  anchor: Place,
  view: View,
  sheet: Size,
): readonly StandingPin[] {
  return useMemo(
    () => pinsApart(tasks.map((task) => ({ id: task.id, place: pointOf(view, sheet, offsetFrom(anchor, task)) }))),
    [tasks, anchor, view, sheet],
  )
}

/** The way from where somebody is to the first of their tasks: below the values, which it would strike through. */
export function TaskWay(props: {
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  tasks: readonly TaskSpot[]
  here: Place
}) {
  const { anchor, stand, first, sheet, tasks, here } = props
  const view = useDrawn(stand, first)
  const [me, goal] = [here, ...tasks].map((place) => pointOf(view, sheet, offsetFrom(anchor, place)))
  return (
    <Plane stand={stand} view={view}>
      <svg className="map-over map-tasks" width={sheet.width} height={sheet.height} aria-hidden="true">
        {me && goal && <path className="map-way" d={`M${me.x} ${me.y}L${goal.x} ${goal.y}`} />}
      </svg>
    </Plane>
  )
}

/** Where somebody's tasks are, numbered as in the list, and where they are themselves. */
export function TaskPins(props: {
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  tasks: readonly TaskSpot[]
  here: Place | null
}) {
  const { t } = useText()
  const { anchor, stand, first, sheet, tasks, here } = props
  const view = useDrawn(stand, first)
  const pins = useStandingPins(tasks, anchor, view, sheet)
  const me = here && pointOf(view, sheet, offsetFrom(anchor, here))
  return (
    <Plane stand={stand} view={view}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a picture of links, each with its own name */}
      <svg className="map-over map-tasks" width={sheet.width} height={sheet.height}>
        {me && (
          <g>
            <title>{t('web.field.here')}</title>
            <circle className="here-around" cx={me.x} cy={me.y} r="18" />
            <circle className="here" cx={me.x} cy={me.y} r="8" />
          </g>
        )}
        {pins.map(({ id, place, tip }) =>
          tip === place ? null : (
            <path key={id} className="pin-stem" d={`M${place.x} ${place.y}L${tip.x} ${tip.y - 12}`} />
          ),
        )}
        {tasks.toReversed().map((task) => {
          const pin = pins.find(({ id }) => id === task.id)
          return pin && <TaskPin key={task.id} task={task} point={pin.tip} />
        })}
      </svg>
    </Plane>
  )
}

function TaskPin({ task, point }: { task: TaskSpot; point: Point }) {
  return (
    <Link
      to="/field/$id"
      params={{ id: task.id }}
      aria-label={`${task.number} ${task.name}`}
      tabIndex={-1}
      preload={false}
    >
      <g
        className={task.number === 1 ? 'pin pin-task pin-first' : 'pin pin-task'}
        transform={`translate(${point.x - 14} ${point.y - 38}) scale(1.4)`}
      >
        <title>{`${task.number} ${task.name}`}</title>
        <path className="pin-body" d={PIN_BODY} />
        <text x="10" y="10" textAnchor="middle" dominantBaseline="central">
          {task.number}
        </text>
      </g>
    </Link>
  )
}
