import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { whenIdle } from '../parts/when-idle.ts'
import { beginTelling, endTelling, wasTold } from './chain-place.ts'
import { serverNow } from './clock.ts'
import type { ServerEvent } from './event-stream.ts'
import { type LiveStream, openLiveStream, type StreamNews } from './live-stream.ts'
import { quietMoment } from './quiet-moment.ts'
import { momentRooms, type Room, rooms, staleRooms } from './rooms.ts'
import { rounds } from './rounds.ts'

/** What the top bar says about the live stream. Instants on the server's clock. [epoch ms] */
export interface LiveState {
  state: 'connecting' | 'live' | 'lost'
  /** since when the state holds */
  since: number
}

const READINGS_EVERY_MS = 1_000
const FIRST_LOOK_MS = 5_000
const LATEST_START_MS = 2_000

let current: LiveState = { state: 'connecting', since: 0 }
const listeners = new Set<() => void>()

function set(next: Partial<LiveState>): void {
  const since = next.state !== undefined && next.state !== current.state ? serverNow() : current.since
  current = { ...current, since, ...next }
  for (const listener of listeners) listener()
}

export function useLive(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
    () => current,
  )
}

/**
 * Listens to the event stream and marks what it announces as stale: the one stream of the browser, held by a worker that its
 * tabs share, or the page's own where the browser has no such workers. @returns a function that ends it
 */
export function startLive(queries: QueryClient, personId: string, signedOut: () => void): () => void {
  const pending = new Set<Room>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let firstLook: ReturnType<typeof setTimeout> | null = null

  /** A room at a time, each in a moment of its own. */
  let turn = Promise.resolve()
  async function look(room: Room): Promise<void> {
    const isShown = queries.getQueryCache().findAll({ queryKey: [room], type: 'active' }).length > 0
    if (isShown) {
      turn = turn.then(quietMoment)
      await turn
    }
    await queries.invalidateQueries({ queryKey: [room] })
  }
  const { tell: markStale, begin } = rounds(look)

  /** Readings come as fast as devices send: they are looked at once a second. */
  function markStaleSoon(names: readonly Room[]): void {
    for (const name of names) pending.add(name)
    timer ??= setTimeout(() => {
      timer = null
      markStale([...pending])
      pending.clear()
    }, READINGS_EVERY_MS)
  }

  function take(event: ServerEvent): void {
    wasTold(event.id)
    if (event.event === 'readings') markStaleSoon(staleRooms(event.event))
    else markStale(staleRooms(event.event))
  }

  function hear(news: StreamNews): void {
    if (news.kind === 'event') take(news.event)
    else if (news.kind === 'lost') set({ state: 'lost' })
    else if (news.kind === 'refused') signedOut()
    else catchUp(news.isWhole)
  }

  function catchUp(isWhole: boolean): void {
    // What passed while nobody listened is looked up again. The first time that is what came between the answers of the
    // pages and this stream: what it will not tell of by itself. It waits until they are drawn.
    if (current.state === 'connecting') {
      firstLook = setTimeout(() => markStale(isWhole ? momentRooms : rooms), FIRST_LOOK_MS)
    } else {
      begin(rooms)
      // The server may have been started anew and its clock with it: the session tells it.
      queries.invalidateQueries({ queryKey: ['session'] })
    }
    set({ state: 'live' })
  }

  set({ state: 'connecting' })
  // Not while the page is still being put up; what passes until then is looked up like what passed before.
  let stream: LiveStream | null = null
  const stayAway = whenIdle(() => {
    const from = () => beginTelling(() => markStale(rooms))
    stream = 'SharedWorker' in globalThis ? sharedStream(personId, from, hear) : openLiveStream(hear, from())
  }, LATEST_START_MS)
  const onWake = () => navigator.onLine && stream?.wake()
  const onCut = () => stream?.cut()
  document.addEventListener('visibilitychange', onWake)
  addEventListener('online', onWake)
  addEventListener('offline', onCut)
  return () => {
    stayAway()
    stream?.end()
    endTelling()
    if (timer) clearTimeout(timer)
    if (firstLook) clearTimeout(firstLook)
    document.removeEventListener('visibilitychange', onWake)
    removeEventListener('online', onWake)
    removeEventListener('offline', onCut)
  }
}

/**
 * The stream that the tabs of one person share: what one hears depends on who one is. A page that is put aside and comes back from the browser's
 * memory joins again.
 * @param from place in the chain up to which the page knows all
 */
function sharedStream(personId: string, from: () => number | null, hear: (news: StreamNews) => void): LiveStream {
  const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: personId })
  const { port } = worker
  const join = () => port.postMessage({ after: from() })
  const leave = () => port.postMessage('leave')
  port.addEventListener('message', ({ data }: MessageEvent<StreamNews>) => hear(data))
  port.start()
  join()
  const onShow = ({ persisted }: PageTransitionEvent) => persisted && join()
  addEventListener('pagehide', leave)
  addEventListener('pageshow', onShow)
  return {
    wake: () => port.postMessage('wake'),
    cut: () => port.postMessage('cut'),
    end() {
      leave()
      port.close()
      removeEventListener('pagehide', leave)
      removeEventListener('pageshow', onShow)
    },
  }
}
