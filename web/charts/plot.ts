import type { Frame } from './canvas.ts'
import type { LimitLine } from './limit-lines.ts'
import type { Line } from './line.ts'
import { scale } from './scale.ts'
import type { Stretch } from './stretches.ts'
import type { Theme } from './theme.ts'
import type { View } from './view.ts'

/** What a chart of time shows. */
export interface Shown {
  lines: readonly Line[]
  /** for each line, where it was valid, in doubt, invalid: lanes below the plot */
  lanes: readonly (readonly Stretch[])[]
  limits: readonly LimitLine[]
  /** what is written when a limit is out of the picture */
  outside: (limit: LimitLine) => string
  /** above the axis; left out where it stands elsewhere */
  unit?: string
  events: readonly { at: number; name: string }[]
  /** Is each line named at its end? */
  isNamed: boolean
  /** small, among others of its like */
  isSmall: boolean
  /** the reading that is open */
  opened: { key: string; at: number } | null
}

/** Where things of a plot stand at this moment. */
export interface Plot {
  pen: CanvasRenderingContext2D
  theme: Theme
  frame: Frame
  view: View
  domain: readonly [number, number]
  /** Does the limit lie outside? */
  isLimitOutside: boolean
}

/** Height of a line of small text. [px] */
export const LINE_OF_TEXT = 16

/** Where instants and values stand in a plot. [px] */
export function scales({ frame, view, domain }: Plot) {
  return {
    x: scale([view.from, view.to], [frame.left, frame.right]),
    y: scale(domain, [frame.bottom, frame.top]),
  }
}

/** The limit by which the end of a view is judged. */
export function limitAtEnd(limits: readonly LimitLine[], view: View): LimitLine | undefined {
  return limits.findLast(({ from, to }) => from < view.to && to > view.from)
}
