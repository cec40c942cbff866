import { describe, expect, it } from 'vitest'
import type { Timers } from '../platform/live/timers.ts'
import type { WorkTrouble } from '../platform/trouble/work-troubles.ts'
import { type Loop, loop } from './loop.ts'

/** Timers that are rung by hand. */
function handTimers() {
  const waiting: { ms: number; run: () => void }[] = []
  const timers: Timers = {
    every: () => () => {},
    after(ms, run) {
      const one = { ms, run }
      waiting.push(one)
      return () => {
        const place = waiting.indexOf(one)
        if (place >= 0) waiting.splice(place, 1)
      }
    },
  }
  return {
    timers,
    pauses: () => waiting.map((one) => one.ms),
    ring() {
      for (const one of waiting.splice(0)) one.run()
    },
  }
}

/** Work that goes on until it is let go. */
function heldWork() {
  const runs: PromiseWithResolvers<number>[] = []
  return {
    runs: () => runs.length,
    work() {
      const run = Promise.withResolvers<number>()
      runs.push(run)
      return run.promise
    },
    finish(run: number, pause: number) {
      runs[run]?.resolve(pause)
      return settled()
    },
    fail(run: number, error: Error) {
      runs[run]?.reject(error)
      return settled()
    },
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const never: WorkTrouble = {
  failed() {
    throw new Error('nothing fails here')
  },
  worked: () => {},
}

describe('work that is done again and again', () => {
  it('is done at once and again after the pause that it asks for', async () => {
    const { work, finish, runs } = heldWork()
    const { timers, pauses, ring } = handTimers()
    loop(work, never, timers)
    await settled()
    expect(runs()).toBe(1)
    expect(pauses()).toEqual([])
    await finish(0, 750)
    expect(pauses()).toEqual([750])
    ring()
    await settled()
    expect(runs()).toBe(2)
  })

  it('woken while it waits, it is done now and the waiting is called off', async () => {
    const { work, finish, runs } = heldWork()
    const { timers, pauses } = handTimers()
    const one = loop(work, never, timers)
    await settled()
    await finish(0, 1_000)
    one.wake()
    await settled()
    expect(runs()).toBe(2)
    expect(pauses()).toEqual([])
  })

  it('woken however often while it is under way, it is done once more right behind, never twice at once', async () => {
    const { work, finish, runs } = heldWork()
    const { timers, pauses } = handTimers()
    const one = loop(work, never, timers)
    await settled()
    for (let n = 0; n < 5; n += 1) one.wake()
    await settled()
    expect(runs()).toBe(1)
    await finish(0, 1_000)
    expect(runs()).toBe(2)
    expect(pauses()).toEqual([])
    await finish(1, 1_000)
    expect(runs()).toBe(2)
    expect(pauses()).toEqual([1_000])
  })

  it('may wake itself', async () => {
    let atOnce = 0
    let most = 0
    let runs = 0
    const { timers } = handTimers()
    const one: Loop = loop(
      async () => {
        runs += 1
        atOnce += 1
        most = Math.max(most, atOnce)
        if (runs < 4) one.wake()
        await settled()
        atOnce -= 1
        return 1_000
      },
      never,
      timers,
    )
    for (let turn = 0; turn < 20; turn += 1) await settled()
    expect({ runs, most }).toEqual({ runs: 4, most: 1 })
  })

  it('that fails says so and is done again after two seconds; that it went well again is said, too', async () => {
    const { work, fail, finish, runs } = heldWork()
    const { timers, pauses, ring } = handTimers()
    const told: unknown[] = []
    loop(work, { failed: (error) => told.push(error), worked: () => told.push('worked') }, timers)
    await settled()
    await fail(0, new Error('the database went away'))
    expect(told).toEqual([new Error('the database went away')])
    expect(pauses()).toEqual([2_000])
    ring()
    await settled()
    await finish(1, 10)
    expect(runs()).toBe(2)
    expect(pauses()).toEqual([10])
    expect(told.slice(1)).toEqual(['worked'])
  })

  it('no pause is longer than a timer can hold', async () => {
    const { work, finish } = heldWork()
    const { timers, pauses } = handTimers()
    loop(work, never, timers)
    await settled()
    await finish(0, 1e12)
    expect(pauses()).toEqual([2_147_483_647])
  })

  it('stopped, it finishes what is under way and does nothing any more, whoever wakes it', async () => {
    const { work, finish, runs } = heldWork()
    const { timers, pauses } = handTimers()
    const one = loop(work, never, timers)
    await settled()
    one.wake()
    let isStopped = false
    const stopping = one.stop().then(() => {
      isStopped = true
    })
    await settled()
    expect(isStopped).toBe(false)
    await finish(0, 5)
    await stopping
    one.wake()
    await settled()
    expect(runs()).toBe(1)
    expect(pauses()).toEqual([])
  })

  it('long work can ask whether it is to end', async () => {
    const { timers } = handTimers()
    const finished = Promise.withResolvers<number>()
    let ask = () => true
    const one = loop(
      (isToEnd) => {
        ask = isToEnd
        return finished.promise
      },
      never,
      timers,
    )
    await settled()
    expect(ask()).toBe(false)
    const stopping = one.stop()
    expect(ask()).toBe(true)
    finished.resolve(0)
    await stopping
  })

  it('stopped while it waits, it ends at once', async () => {
    const { work, finish, runs } = heldWork()
    const { timers, pauses, ring } = handTimers()
    const one = loop(work, never, timers)
    await settled()
    await finish(0, 1_000)
    await one.stop()
    ring()
    await settled()
    expect(runs()).toBe(1)
    expect(pauses()).toEqual([])
  })
})
