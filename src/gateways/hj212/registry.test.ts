import { describe, expect, it } from 'vitest'
import { manualClock } from '../../platform/clock.ts'
import { createRegistry, type Line } from './registry.ts'

const START = 1_000_000

interface TestLine extends Line {
  sent: string[]
  isOpen: boolean
}

function line(): TestLine {
  const made: TestLine = {
    sent: [],
    isOpen: true,
    send(bytes) {
      if (made.isOpen) made.sent.push(bytes.toString())
      return made.isOpen
    },
    crowdOut() {
      made.isOpen = false
    },
  }
  return made
}

function registryAt(perDevice = 4) {
  const clock = manualClock(START)
  const told: unknown[][] = []
  const registry = createRegistry({
    now: clock.now,
    perDevice,
    tell: (...event) => told.push(event),
  })
  return { registry, clock, told }
}

const device = { countyId: 'county', mn: 'MN1' }
const other = { countyId: 'other county', mn: 'MN2' }
const words = Buffer.from('words')

describe('where a device is heard', () => {
  it('is the connection on which it spoke last; the older ones stay open and serve when the newest closes', () => {
    const { registry } = registryAt()
    const [first, second] = [line(), line()]
    expect(registry.send('MN1', words)).toBe(false)
    registry.spoke(device, first)
    registry.spoke(device, second)
    expect(registry.send('MN1', words)).toBe(true)
    registry.spoke(device, first)
    expect(registry.send('MN1', words)).toBe(true)
    registry.left(first)
    expect(registry.send('MN1', words)).toBe(true)
    registry.left(second)
    expect(registry.send('MN1', words)).toBe(false)
    expect([first.sent.length, second.sent.length]).toEqual([1, 2])
  })

  it('is told to be nowhere by a connection that can take no more', () => {
    const { registry } = registryAt()
    const only = line()
    registry.spoke(device, only)
    only.isOpen = false
    expect(registry.send('MN1', words)).toBe(false)
  })

  it('may be one connection for several devices', () => {
    const { registry } = registryAt()
    const shared = line()
    registry.spoke(device, shared)
    registry.spoke(other, shared)
    expect(registry.mns()).toEqual(['MN1', 'MN2'])
    registry.left(shared)
    expect(registry.mns()).toEqual([])
  })

  it('beyond the number that one device may have, its oldest connection is closed', () => {
    const { registry } = registryAt(2)
    const lines = [line(), line(), line()]
    for (const one of lines) registry.spoke(device, one)
    expect(lines.map(({ isOpen }) => isOpen)).toEqual([false, true, true])
    expect(registry.since('MN1')).toBe(START)
    expect(registry.send('MN1', words)).toBe(true)
    expect(lines[2]?.sent).toEqual(['words'])
  })
})

describe('since when a device is connected', () => {
  it('is its first frame on the first of its connections, until the last has closed', () => {
    const { registry, clock } = registryAt()
    const [first, second] = [line(), line()]
    registry.spoke(device, first)
    clock.advance(500)
    registry.spoke(device, second)
    registry.left(first)
    expect(registry.since('MN1')).toBe(START)
    registry.left(second)
    expect(registry.since('MN1')).toBeNull()
    registry.spoke(device, line())
    expect(registry.since('MN1')).toBe(START + 500)
  })
})

describe('what is told of connections', () => {
  const rounds = (registry: ReturnType<typeof registryAt>['registry'], count: number) => {
    for (let n = 0; n < count; n++) registry.round()
  }

  it('that a device came, and when it left, once it has been away for a minute', () => {
    const { registry, clock, told } = registryAt()
    const only = line()
    registry.spoke(device, only)
    registry.spoke(device, only)
    clock.advance(1_000)
    registry.left(only)
    clock.advance(60_000)
    rounds(registry, 5)
    expect(told).toEqual([['county', 'MN1', START, 'connected', {}]])
    rounds(registry, 3)
    expect(told.slice(1)).toEqual([['county', 'MN1', START + 1_000, 'disconnected', { since: START }]])
    registry.spoke(device, line())
    expect(told.slice(2)).toEqual([['county', 'MN1', START + 61_000, 'connected', {}]])
  })

  it('nothing of a logger that connects anew for each frame', () => {
    const { registry, told } = registryAt()
    for (let n = 0; n < 20; n++) {
      const one = line()
      registry.spoke(device, one)
      registry.left(one)
      rounds(registry, 5)
    }
    expect(told).toHaveLength(1)
  })

  it('when the gateway stops, that all who are there leave', () => {
    const { registry, clock, told } = registryAt()
    const gone = line()
    registry.spoke(device, gone)
    registry.spoke(other, line())
    registry.left(gone)
    clock.advance(7)
    registry.close()
    registry.close()
    expect(told.slice(2)).toEqual([
      ['other county', 'MN2', START + 7, 'disconnected', { since: START }],
      ['county', 'MN1', START, 'disconnected', { since: START }],
    ])
  })
})
