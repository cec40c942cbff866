import { z } from 'zod'

/** Events of a trace of Chromium, as far as they are read (Trace Event Format). Times in µs. */
const event = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  /** Processor time of the thread within `dur`. */
  tdur: z.number().optional(),
  args: z.record(z.string(), z.unknown()).optional(),
})
const trace = z.object({ traceEvents: z.array(event.catch({ name: '', ph: '', pid: 0, tid: 0, ts: 0 })) })
type Event = z.infer<typeof event>

/** What a trace has to be told of for its frames. */
export const frameCategories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'cppgc'] as const

/** What takes back memory on the thread: V8's of scripts, a slice at a time too, and Blink's of the page (CppGC), which sweeps after it. */
const isCollector = ({ name, ph }: Event) => ph === 'X' && /^(MajorGC|MinorGC|V8\.GC|CppGC\.)/.test(name)

/** A task of the thread: what the scheduler ran from beginning to end. */
const isTask = ({ name, ph }: Event) => ph === 'X' && name === 'RunTask'

/**
 * One frame: processor time of the main thread for it, how long its tasks took with all they waited for, and what of the first
 * was the collector's, which takes back memory when it pleases. [ms]
 */
export interface FrameWork {
  work: number
  wall: number
  collected: number
}

/** Those that lie in none of the others. */
function outermost(events: readonly Event[]): Event[] {
  const found: Event[] = []
  let until = 0
  for (const one of events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (one.ts < until) continue
    until = one.ts + (one.dur ?? 0)
    found.push(one)
  }
  return found
}

/**
 * What the main thread of the page that drew most did for each frame: its tasks since the commit of the frame before, whatever
 * they were.
 */
export function framesOf(told: unknown): FrameWork[] {
  const { traceEvents } = trace.parse(told)
  const mains = traceEvents.filter(
    ({ name, ph, args }) => name === 'thread_name' && ph === 'M' && args?.name === 'CrRendererMain',
  )
  const threads = mains.map(({ pid, tid }) => {
    const own = traceEvents.filter((one) => one.pid === pid && one.tid === tid)
    return {
      tasks: own.filter(isTask).sort((a, b) => a.ts - b.ts),
      collector: outermost(own.filter(isCollector)),
      frames: own.filter(({ name, ph }) => name === 'Commit' && ph === 'X').map(({ ts, dur = 0 }) => ts + dur),
    }
  })
  const [thread] = threads.sort((a, b) => b.frames.length - a.frames.length)
  if (thread === undefined || thread.frames.length === 0) throw new Error('the trace has no frames')
  const frames = thread.frames.sort((a, b) => a - b)
  const done = frames.map(() => ({ work: 0, wall: 0, collected: 0 }))
  let frame = 0
  for (const { ts, dur = 0, tdur = dur } of thread.tasks) {
    // The task in which a frame was committed belongs to it whole.
    while (frame < frames.length && (frames[frame] ?? 0) < ts) frame += 1
    const here = done[frame]
    if (here === undefined) continue
    here.work += tdur / 1000
    here.wall += dur / 1000
    for (const own of thread.collector) {
      if (own.ts >= ts && own.ts < ts + dur) here.collected += (own.tdur ?? own.dur ?? 0) / 1000
    }
  }
  return done
}
