import { whenIdle } from '../parts/when-idle.ts'
import { Board, clear, type Marked } from './board.ts'
import type { Palette } from './palette.ts'
import { type Stamps, stampsOf } from './stamps.ts'
import type { Stand } from './stand.ts'
import { BEYOND_PX } from './use-view.ts'

/** The other canvas is made ready when the page has nothing else to do. [ms] */
const LATEST_MS = 3_000

/** So far from where the board that is shown was begun another one is begun, to be whole before the edge is seen. [px] */
const FAR_PX = BEYOND_PX / 2

/**
 * Two canvases: on one of them the marks are shown, on the other one they are drawn, a piece in each frame, for where the map has
 * gone meanwhile. Until that one is whole the first stays, laid where it belongs.
 */
export class Boards {
  readonly #canvases: readonly HTMLCanvasElement[]
  readonly #stand: Stand
  readonly #leaveMoves: () => void
  #shown: Board | null = null
  #coming: Board | null = null
  #marked: Marked | null = null
  /** Gives up the turn that is waited for. */
  #leave: (() => void) | null = null
  #leaveIdle = () => {}
  #kept: { palette: Palette; stamps: Stamps } | null = null

  /** @param canvases two of them */
  constructor(canvases: readonly HTMLCanvasElement[], stand: Stand) {
    this.#canvases = canvases
    this.#stand = stand
    this.#leaveMoves = stand.onMove(() => this.#follow())
  }

  /** Gives other marks, or the same for another view. */
  give(marked: Omit<Marked, 'stamps'>, palette: Palette): void {
    this.#marked = { ...marked, stamps: this.#stamps(palette) }
    this.#coming = null
    this.#follow()
  }

  close(): void {
    this.#leaveMoves()
    this.#leave?.()
    this.#leaveIdle()
  }

  /** Lays what is shown where it is seen, and sees to it that what is seen is drawn, in the frames that come. */
  #follow(): void {
    if (this.#marked) this.#shown?.lay(this.#stand.live, this.#marked.sheet)
    if (this.#leave !== null || !this.#isWanting()) return
    this.#leave = this.#stand.turns.take(() => {
      this.#leave = null
      this.#draw()
      this.#follow()
    })
  }

  #isWanting(): boolean {
    if (this.#marked === null) return false
    if (this.#coming !== null || this.#shown === null) return true
    return this.#shown.marked !== this.#marked || this.#shown.farFrom(this.#stand.live) > FAR_PX
  }

  /** In one frame a canvas is made ready, in the next ones a piece of it is drawn, in the last one what is whole is shown. */
  #draw(): void {
    const spare = this.#canvases.find((canvas) => canvas !== this.#shown?.canvas)
    if (this.#coming?.isWhole()) this.#show(this.#coming)
    else if (this.#coming) this.#coming.draw()
    else if (spare && this.#marked) this.#coming = new Board(spare, this.#marked, this.#stand.live)
  }

  #show(whole: Board): void {
    const before = this.#canvases.find((canvas) => canvas !== whole.canvas)
    whole.canvas.style.opacity = '1'
    if (before) before.style.opacity = '0'
    this.#shown = whole
    this.#coming = null
    if (before === undefined || before.width === whole.canvas.width) return
    // The first time, while nobody moves the map yet, and whenever it has another size.
    this.#leaveIdle = whenIdle(() => this.#coming === null && clear(before, whole.marked), LATEST_MS)
  }

  /** The same ones as long as page and screen stay as they are. */
  #stamps(palette: Palette): Stamps {
    const ratio = devicePixelRatio
    if (this.#kept?.palette !== palette || this.#kept.stamps.ratio !== ratio) {
      this.#kept = { palette, stamps: stampsOf(palette, ratio) }
    }
    return this.#kept.stamps
  }
}
