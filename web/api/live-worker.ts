import { liveHub } from './live-hub.ts'
import { openLiveStream } from './live-stream.ts'

/** The worker that the tabs of a browser share: it holds their one event stream. */
const hub = liveHub(openLiveStream)

addEventListener('connect', (event) => {
  if (!(event instanceof MessageEvent)) return
  for (const port of event.ports) {
    const tab = { tell: (news: unknown) => port.postMessage(news) }
    port.addEventListener('message', ({ data }) => {
      if (data === 'leave') hub.leave(tab)
      if (typeof data === 'object') hub.join(tab, data.after)
      if (data === 'wake') hub.wake()
      if (data === 'cut') hub.cut()
    })
    port.start()
  }
})
