import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventReader } from './event-stream.ts'

const stream = [
  ': hello\n',
  'id: 41\nevent: alert.raised\ndata: {"seq":41}\n\n',
  'event: readings\r\ndata: {"a":1,\r\ndata: "b":2}\r\n\r\n',
  ': beat\n\n',
  'data:no space\n\n',
  'event: never finished\ndata: 1\n',
].join('')

const events = [
  { event: 'alert.raised', data: '{"seq":41}', id: '41' },
  { event: 'readings', data: '{"a":1,\n"b":2}', id: null },
  { event: 'message', data: 'no space', id: null },
]

describe('an event stream', () => {
  it('gives its events and nothing for comments or what is not finished', () => {
    expect(eventReader().push(stream)).toEqual(events)
  })

  it('gives the same events wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const reader = eventReader()
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const found = places.flatMap((from, index) => reader.push(stream.slice(from, places[index + 1] ?? from)))
        expect(found).toEqual(events)
      }),
    )
  })
})
