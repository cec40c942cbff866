import type { LiveStream, StreamNews } from './live-stream.ts'

/** A tab, as the worker sees it. */
export interface Tab {
  tell(news: StreamNews): void
}

type Open = (tell: (news: StreamNews) => void, after: number | null) => LiveStream

/**
 * One stream for all tabs of a browser: it is opened for the first, ended with the last, and opened anew for whoever signs in
 * after it was refused. A tab that comes later hears at once how the stream is.
 */
export function liveHub(open: Open) {
  /** Each with the place in the chain up to which it knows all; null: nobody knows. */
  const tabs = new Map<Tab, number | null>()
  let stream: LiveStream | null = null
  let state: 'connecting' | 'open' | 'lost' = 'connecting'
  /** What comes after this place will be told; null: nobody knows. */
  let told: number | null = null

  const end = () => {
    stream?.end()
    stream = null
    state = 'connecting'
    told = null
  }
  /** Whether what a tab does not know yet will be told. */
  const isWholeFor = (after: number | null) => after !== null && told !== null && after >= told
  const tell = (news: StreamNews) => {
    if (news.kind === 'open' || news.kind === 'lost') state = news.kind
    if (news.kind === 'event' && news.event.id !== null) told = Number(news.event.id)
    for (const [tab, after] of tabs) {
      tab.tell(news.kind === 'open' ? { kind: 'open', isWhole: news.isWhole && isWholeFor(after) } : news)
    }
    if (news.kind !== 'refused') return
    tabs.clear()
    end()
  }
  return {
    join(tab: Tab, after: number | null): void {
      tabs.set(tab, after)
      if (stream === null) {
        told = after
        stream = open(tell, after)
      } else if (state === 'open') tab.tell({ kind: 'open', isWhole: isWholeFor(after) })
      else if (state === 'lost') tab.tell({ kind: 'lost' })
    },
    leave(tab: Tab): void {
      tabs.delete(tab)
      if (tabs.size === 0) end()
    },
    wake: () => stream?.wake(),
    cut: () => stream?.cut(),
  }
}
