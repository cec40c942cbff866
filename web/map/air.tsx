import { useEffect, useRef } from 'react'
import type { Size } from './frame.ts'
import type { WindNow } from './marks.ts'
import type { Palette } from './palette.ts'

const SPECKS = 220
/** How fast a speck goes by a wind of 1 m/s: for the eye, not to scale. [px/s] */
const PX_PER_MS = 16
/** How long a speck is seen. [s] */
const LIFE_S = 3
/** Length of a speck's trail. [s] */
const TRAIL_S = 0.35
/** Longest step that is taken after a pause. [s] */
const MOST_STEP_S = 0.1
/** Fractions that spread points evenly over a square without chance (Roberts 2018). */
const [SPREAD_X, SPREAD_Y] = [0.754_877_666, 0.569_840_291]

/**
 * Specks that drift with the wind of the one station that measures it, everywhere alike: Weike knows no field of wind and draws
 * none. Stands still while nobody looks.
 */
export function Air({ wind, size, palette }: { wind: WindNow; size: Size; palette: Palette | null }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { fromDeg, speedMs } = wind
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || palette === null) return
    const ratio = devicePixelRatio
    canvas.current.width = size.width * ratio
    canvas.current.height = size.height * ratio
    const angle = (fromDeg * Math.PI) / 180
    const speed = { x: -Math.sin(angle) * speedMs * PX_PER_MS, y: Math.cos(angle) * speedMs * PX_PER_MS }
    let seconds = 0
    let before: number | null = null
    let frame = 0
    const draw = (at: number) => {
      frame = requestAnimationFrame(draw)
      if (document.hidden) {
        before = null
        return
      }
      seconds += before === null ? 0 : Math.min(MOST_STEP_S, (at - before) / 1000)
      before = at
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, size.width, size.height)
      context.strokeStyle = palette.accent
      context.lineWidth = 1.4
      for (let speck = 0; speck < SPECKS; speck += 1) {
        const age = (seconds + (LIFE_S * speck) / SPECKS) / LIFE_S
        const [life, lived] = [Math.floor(age), age % 1]
        const start = speck + life * SPECKS
        const x = wrapped(start * SPREAD_X, size.width) + speed.x * lived * LIFE_S
        const y = wrapped(start * SPREAD_Y, size.height) + speed.y * lived * LIFE_S
        context.globalAlpha = 0.55 * Math.sin(Math.PI * lived)
        context.beginPath()
        context.moveTo(x, y)
        context.lineTo(x - speed.x * TRAIL_S, y - speed.y * TRAIL_S)
        context.stroke()
      }
    }
    frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [fromDeg, speedMs, size, palette])
  return <canvas ref={canvas} className="map-air" style={{ width: size.width, height: size.height }} />
}

/** The fraction of a number, so much long. */
function wrapped(value: number, length: number): number {
  return (value % 1) * length
}
