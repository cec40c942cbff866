import { expect, it } from 'vitest'
import { liveHub, type Tab } from './live-hub.ts'
import type { LiveStream, StreamNews } from './live-stream.ts'

/** Streams that do as they are told, and tabs that remember what they heard. */
function stage() {
  const opened: { tell: (news: StreamNews) => void; ended: boolean }[] = []
  const hub = liveHub((tell): LiveStream => {
    const one = { tell, ended: false }
    opened.push(one)
    return {
      wake: () => undefined,
      cut: () => undefined,
      end: () => {
        one.ended = true
      },
    }
  })
  const tab = () => {
    const heard: string[] = []
    const made: Tab = { tell: (news) => heard.push(news.kind === 'event' ? news.event.data : news.kind) }
    return { made, heard }
  }
  return { hub, opened, tab }
}

const event = (data: string): StreamNews => ({ kind: 'event', event: { event: 'alert.raised', data, id: '1' } })

it('opens one stream for all tabs, and each hears each event once', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made)
  opened[0]?.tell({ kind: 'open' })
  opened[0]?.tell(event('before'))
  hub.join(other.made)
  opened[0]?.tell(event('after'))
  expect(opened).toHaveLength(1)
  expect(one.heard).toEqual(['open', 'before', 'after'])
  // Who comes later hears how the stream is, and from then on everything.
  expect(other.heard).toEqual(['open', 'after'])
})

it('ends the stream with the last tab, and opens another for the next', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made)
  hub.join(other.made)
  hub.leave(one.made)
  expect(opened[0]?.ended).toBe(false)
  hub.leave(other.made)
  expect(opened[0]?.ended).toBe(true)
  hub.join(one.made)
  expect(opened).toHaveLength(2)
})

it('tells every tab that nobody is signed in, and opens another stream for whoever signs in next', () => {
  const { hub, opened, tab } = stage()
  const [one, other, next] = [tab(), tab(), tab()]
  hub.join(one.made)
  hub.join(other.made)
  opened[0]?.tell({ kind: 'refused' })
  expect([one.heard, other.heard]).toEqual([['refused'], ['refused']])
  hub.join(next.made)
  expect(opened).toHaveLength(2)
  opened[1]?.tell({ kind: 'open' })
  expect(next.heard).toEqual(['open'])
  expect(one.heard).toEqual(['refused'])
})

it('tells a tab that comes while the stream is lost that it is', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made)
  opened[0]?.tell({ kind: 'open' })
  opened[0]?.tell({ kind: 'lost' })
  hub.join(other.made)
  expect(other.heard).toEqual(['lost'])
})
