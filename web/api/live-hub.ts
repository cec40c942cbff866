import type { LiveStream, StreamNews } from './live-stream.ts'

/** A tab, as the worker sees it. */
export interface Tab {
  tell(news: StreamNews): void
}

/**
 * One stream for all tabs of a browser: it is opened for the first, ended with the last, and opened anew for whoever signs in
 * after it was refused. A tab that comes later hears at once how the stream is.
 */
export function liveHub(open: (tell: (news: StreamNews) => void) => LiveStream) {
  const tabs = new Set<Tab>()
  let stream: LiveStream | null = null
  let state: 'connecting' | 'open' | 'lost' = 'connecting'

  const end = () => {
    stream?.end()
    stream = null
    state = 'connecting'
  }
  const tell = (news: StreamNews) => {
    if (news.kind === 'open' || news.kind === 'lost') state = news.kind
    for (const tab of tabs) tab.tell(news)
    if (news.kind !== 'refused') return
    tabs.clear()
    end()
  }
  return {
    join(tab: Tab): void {
      tabs.add(tab)
      if (stream === null) stream = open(tell)
      else if (state !== 'connecting') tab.tell({ kind: state })
    },
    leave(tab: Tab): void {
      tabs.delete(tab)
      if (tabs.size === 0) end()
    },
    wake: () => stream?.wake(),
    cut: () => stream?.cut(),
  }
}
