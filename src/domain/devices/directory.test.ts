import { describe, expect, it } from 'vitest'
import { manualClock } from '../../platform/clock.ts'
import { BELIEVED_MS, rememberFound } from './directory.ts'

/** A register whose answers wait until they are let go, one by one, and are what it holds when it is asked. */
function slowRegister() {
  const registered = new Map<string, string>()
  const answers: PromiseWithResolvers<void>[] = []
  return {
    registered,
    asked: () => answers.length,
    async look(mn: string): Promise<string | undefined> {
      const device = registered.get(mn)
      const answer = Promise.withResolvers<void>()
      answers.push(answer)
      await answer.promise
      return device
    },
    answer: (place: number) => answers[place]?.resolve(),
    refuse: (place: number) => answers[place]?.reject(new Error('the database is gone')),
  }
}

describe('the directory of devices', () => {
  it('is asked once for all the frames that a logger has on their way, and again after a second', async () => {
    const wall = manualClock(0)
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, wall)
    const frames = Array.from({ length: 256 }, () => directory.find('A'))
    expect(register.asked()).toBe(1)
    register.answer(0)
    expect(new Set(await Promise.all(frames))).toEqual(new Set(['device A']))
    wall.advance(BELIEVED_MS - 1)
    expect(await directory.find('A')).toBe('device A')
    expect(register.asked()).toBe(1)
    wall.advance(1)
    const later = directory.find('A')
    expect(register.asked()).toBe(2)
    register.answer(1)
    expect(await later).toBe('device A')
  })

  it('knows a device that is registered while others are being told that it is unknown', async () => {
    const register = slowRegister()
    const directory = rememberFound(register.look, manualClock(0))
    const before = directory.find('A')
    register.registered.set('A', 'device A')
    const after = directory.find('A')
    register.answer(0)
    expect(await before).toBe(undefined)
    register.answer(1)
    expect(await after).toBe('device A')
  })

  it('believes nothing of before a device was changed here, not even what is still on its way', async () => {
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, manualClock(0))
    const before = directory.find('A')
    register.registered.set('A', 'device A, changed')
    directory.forget('A')
    const after = directory.find('A')
    register.answer(1)
    expect(await after).toBe('device A, changed')
    register.answer(0)
    expect(await before).toBe('device A')
    expect(await directory.find('A')).toBe('device A, changed')
    expect(register.asked()).toBe(2)
  })

  it('fails for all who wait for the same answer, and for nobody after them', async () => {
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, manualClock(0))
    const waiting = [directory.find('A'), directory.find('A')]
    const outcomes = Promise.allSettled(waiting)
    register.refuse(0)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = directory.find('A')
    register.answer(1)
    expect(await next).toBe('device A')
  })
})
