import { z } from 'zod'

const event = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
  args: z.looseObject({ name: z.unknown().optional() }).optional(),
})
const trace = z.object({ traceEvents: z.array(event) })

/** Between two frames of 60 a second; a task belongs to the frame in which it began. [µs] */
const FRAME_US = 1_000_000 / 60

/**
 * Work of the page's main thread in each frame of 1/60 s between two marks of a trace of Chromium: tasks as the scheduler ran
 * them, whatever they did (events, scripts, style, layout, painting, waste collection).
 * @param bytes the trace as Chromium writes it
 * @param from name of a `performance.mark` where it begins @param to where it ends
 * @param by `work`: time that the thread ran; `wall`: time that passed, with what other programs took from it
 * @returns a number for each frame, 0 where nothing was done [ms]
 */
export function workPerFrame(bytes: Uint8Array, from: string, to: string, by: 'work' | 'wall'): number[] {
  const { traceEvents } = trace.parse(JSON.parse(new TextDecoder().decode(bytes)))
  const mark = (name: string) => traceEvents.find((one) => one.name === name)
  const [begin, end] = [mark(from), mark(to)]
  if (begin === undefined || end === undefined) throw new Error(`the trace has no mark ${from} or ${to}`)
  const frames = Array.from({ length: Math.ceil((end.ts - begin.ts) / FRAME_US) }, () => 0)
  for (const { name, ph, ts, dur = 0, tdur = dur, pid, tid } of traceEvents) {
    if (ph !== 'X' || pid !== begin.pid || tid !== begin.tid || !/RunTask$/.test(name)) continue
    const frame = Math.floor((ts - begin.ts) / FRAME_US)
    if (frame >= 0 && frame < frames.length) {
      frames[frame] = (frames[frame] ?? 0) + (by === 'work' ? tdur : dur) / 1000
    }
  }
  return frames
}

/** The value below which such a share of the numbers lies (nearest rank). */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
