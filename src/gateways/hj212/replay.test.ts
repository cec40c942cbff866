import { expect, it } from 'vitest'
import { PASSWORD, STAGE_NOW, sample } from '../../../test/setup/gateway-stage.ts'
import { type RegisteredDevice, usualSettings } from '../../domain/devices/model.ts'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import { manualClock } from '../../platform/clock.ts'
import { seededRandomness, uuid7Maker } from '../../platform/identity.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createReplay } from './replay.ts'

const MN = 'MN1'
const HOUR_MS = 3_600_000
const device: RegisteredDevice = {
  countyId: 'county',
  id: 'device',
  mn: MN,
  name: 'logger',
  password: PASSWORD,
  nextPassword: null,
  sm4Key: null,
  dataTimeNames: 'start',
  minuteInterval: 10,
  factors: [],
  settings: usualSettings,
}

function quarantine(frames: readonly (Buffer | null)[], by: RegisteredDevice | null = device) {
  const kept = frames.map((bytes, place) => ({ seq: place + 1, bytes }))
  const pages: number[] = []
  const added: IncomingFrame[] = []
  const clock = manualClock(STAGE_NOW)
  const replay = createReplay({
    readings: {
      async keptOf(_countyId, mn, after, limit) {
        const page = kept.filter(({ seq }) => seq > after).slice(0, limit)
        pages.push(page.length)
        const usual = {
          mn,
          cn: '2011',
          receivedAt: STAGE_NOW - 23 * HOUR_MS,
          disposition: 'quarantined',
          reason: 'unknown-device',
        } as const
        return page.map((one) => ({ ...usual, ...one, replayedSeq: null }))
      },
    },
    add: async (frame) => added.push(frame),
    findDevice: async () => by ?? undefined,
    domain: clock,
    ids: uuid7Maker(clock, seededRandomness('replay')),
  })
  return { replay, added, pages }
}

const kept = (n: number, pw = PASSWORD) => formatFrame(sample(MN, n, { pw }))

it('takes in what was kept of a device in its order, each frame saying which one it takes up', async () => {
  const { replay, added } = quarantine([kept(1), kept(2), kept(3)])
  expect(await replay('county', MN)).toEqual({ taken: 3, stillKept: 0 })
  expect(
    added.map(({ replays, readings, disposition, receivedAt }) => [replays, readings?.values, disposition, receivedAt]),
  ).toEqual([
    [1, [1], 'stored', STAGE_NOW],
    [2, [2], 'stored', STAGE_NOW],
    [3, [3], 'stored', STAGE_NOW],
  ])
})

it('leaves where it is what still cannot be taken: a wrong password, expired bytes, bytes of nothing', async () => {
  const { replay, added } = quarantine([kept(1, '000000'), null, Buffer.from('##'), Buffer.alloc(0), kept(5)])
  expect(await replay('county', MN)).toEqual({ taken: 1, stillKept: 4 })
  expect(added.map(({ replays }) => replays)).toEqual([5])
})

it('takes nothing of a device that nobody knows, or that is another county’s', async () => {
  for (const by of [null, { ...device, countyId: 'other' }]) {
    const { replay, added } = quarantine([kept(1)], by)
    expect(await replay('county', MN)).toEqual({ taken: 0, stillKept: 1 })
    expect(added).toEqual([])
  }
})

it('goes on page by page until nothing is left', async () => {
  const { replay, pages } = quarantine(Array.from({ length: 1_100 }, (_, n) => kept(n)))
  expect(await replay('county', MN)).toEqual({ taken: 1_100, stillKept: 0 })
  expect(pages).toEqual([500, 500, 100, 0])
})

it('does not take what lay in the future when it came, however long ago that is', async () => {
  // Samples of a second a day before, kept an hour later: the last one was ten minutes ahead of its arrival.
  const { replay, added } = quarantine([kept(0), kept(4_200)])
  expect(await replay('county', MN)).toEqual({ taken: 1, stillKept: 1 })
  expect(added.map(({ replays, receivedAt }) => [replays, receivedAt])).toEqual([[1, STAGE_NOW]])
})
