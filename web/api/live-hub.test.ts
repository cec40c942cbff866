import { expect, it } from 'vitest'
import { liveHub, type Tab } from './live-hub.ts'
import type { LiveStream, StreamNews } from './live-stream.ts'

/** Streams that do as they are told, and tabs that remember what they heard. */
function stage() {
  const opened: { tell: (news: StreamNews) => void; after: number | null; ended: boolean }[] = []
  const hub = liveHub((tell, after): LiveStream => {
    const one = { tell, after, ended: false }
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
    const word = (news: StreamNews) => {
      if (news.kind === 'event') return news.event.data
      return news.kind === 'open' && news.isWhole ? 'open, whole' : news.kind
    }
    const made: Tab = { tell: (news) => heard.push(word(news)) }
    return { made, heard }
  }
  return { hub, opened, tab }
}

const event = (data: string, id: string | null = '1'): StreamNews => ({
  kind: 'event',
  event: { event: 'alert.raised', data, id },
})
const begun: StreamNews = { kind: 'open', isWhole: true }
const again: StreamNews = { kind: 'open', isWhole: false }

it('opens one stream for all tabs, and each hears each event once', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made, null)
  opened[0]?.tell(again)
  opened[0]?.tell(event('before'))
  hub.join(other.made, null)
  opened[0]?.tell(event('after'))
  expect(opened).toHaveLength(1)
  expect(one.heard).toEqual(['open', 'before', 'after'])
  // Who comes later hears how the stream is, and from then on everything.
  expect(other.heard).toEqual(['open', 'after'])
})

it('ends the stream with the last tab, and opens another for the next', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made, null)
  hub.join(other.made, null)
  hub.leave(one.made)
  expect(opened[0]?.ended).toBe(false)
  hub.leave(other.made)
  expect(opened[0]?.ended).toBe(true)
  hub.join(one.made, null)
  expect(opened).toHaveLength(2)
})

it('tells every tab that nobody is signed in, and opens another stream for whoever signs in next', () => {
  const { hub, opened, tab } = stage()
  const [one, other, next] = [tab(), tab(), tab()]
  hub.join(one.made, null)
  hub.join(other.made, null)
  opened[0]?.tell({ kind: 'refused' })
  expect([one.heard, other.heard]).toEqual([['refused'], ['refused']])
  hub.join(next.made, null)
  expect(opened).toHaveLength(2)
  opened[1]?.tell(again)
  expect(next.heard).toEqual(['open'])
  expect(one.heard).toEqual(['refused'])
})

it('tells a tab that comes while the stream is lost that it is', () => {
  const { hub, opened, tab } = stage()
  const [one, other] = [tab(), tab()]
  hub.join(one.made, null)
  opened[0]?.tell(again)
  opened[0]?.tell({ kind: 'lost' })
  hub.join(other.made, null)
  expect(other.heard).toEqual(['lost'])
})

it('asks for what the first tab does not know, and says of each tab whether it will be told all that it lacks', () => {
  const { hub, opened, tab } = stage()
  const [first, early, late, missed, stranger] = [tab(), tab(), tab(), tab(), tab()]
  hub.join(first.made, 20)
  // Its page was read before: of what came to 20 nobody will tell it.
  hub.join(early.made, 19)
  expect(opened[0]?.after).toBe(20)
  opened[0]?.tell(begun)
  opened[0]?.tell(event('of the moment', null))
  opened[0]?.tell(event('twenty-one', '21'))
  opened[0]?.tell(event('twenty-two', '22'))
  hub.join(late.made, 22)
  hub.join(missed.made, 21)
  hub.join(stranger.made, null)
  expect(first.heard).toEqual(['open, whole', 'of the moment', 'twenty-one', 'twenty-two'])
  expect(early.heard).toEqual(['open', 'of the moment', 'twenty-one', 'twenty-two'])
  expect([late.heard, missed.heard, stranger.heard]).toEqual([['open, whole'], ['open'], ['open']])
})

it('says after a loss that what was of the moment is lost, and begins anew from where the next one is', () => {
  const { hub, opened, tab } = stage()
  const [one, next] = [tab(), tab()]
  hub.join(one.made, 20)
  opened[0]?.tell(begun)
  opened[0]?.tell({ kind: 'lost' })
  opened[0]?.tell(again)
  expect(one.heard).toEqual(['open, whole', 'lost', 'open'])
  hub.leave(one.made)
  hub.join(next.made, 30)
  expect(opened[1]?.after).toBe(30)
  opened[1]?.tell(begun)
  expect(next.heard).toEqual(['open, whole'])
})
