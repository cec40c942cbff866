import { describe, expect, it } from 'vitest'
import { manualClock } from '../../platform/clock.ts'
import { BELIEVED_MS, MOST_AT_ONCE, MOST_STRANGERS, rememberFound } from './directory.ts'

/** A register whose answers wait until they are let go, one by one, and are what it holds when it is asked. */
function slowRegister() {
  const registered = new Map<string, string>()
  const questions: (readonly string[])[] = []
  const answers: PromiseWithResolvers<void>[] = []
  return {
    registered,
    questions,
    async look(mns: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const devices = new Map([...registered].filter(([mn]) => mns.includes(mn)))
      questions.push(mns)
      const answer = Promise.withResolvers<void>()
      answers.push(answer)
      await answer.promise
      return devices
    },
    answer: (place: number) => answers[place]?.resolve(),
    refuse: (place: number) => answers[place]?.reject(new Error('the database is gone')),
  }
}

/** Lets everything that is ready happen. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the directory of devices', () => {
  it('is asked once for all the frames that a logger has on their way, and again after a second', async () => {
    const wall = manualClock(0)
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, wall)
    expect(directory.known('A')).toBe(undefined)
    const frames = Array.from({ length: 256 }, () => directory.find('A'))
    await settled()
    expect(register.questions).toEqual([['A']])
    register.answer(0)
    expect(new Set(await Promise.all(frames))).toEqual(new Set(['device A']))
    wall.advance(BELIEVED_MS - 1)
    expect(directory.known('A')).toBe('device A')
    expect(await directory.find('A')).toBe('device A')
    expect(register.questions).toHaveLength(1)
    wall.advance(1)
    expect(directory.known('A')).toBe(undefined)
    const later = directory.find('A')
    await settled()
    expect(register.questions).toHaveLength(2)
    register.answer(1)
    expect(await later).toBe('device A')
  })

  it('asks for all that wait in one question, and for those that come meanwhile in the next', async () => {
    const register = slowRegister()
    register.registered.set('B', 'device B')
    const directory = rememberFound(register.look, manualClock(0))
    const first = [directory.find('A'), directory.find('B')]
    await settled()
    const next = [directory.find('C'), directory.find('A')]
    await settled()
    expect(register.questions).toEqual([['A', 'B']])
    register.answer(0)
    expect(await Promise.all(first)).toEqual([undefined, 'device B'])
    await settled()
    expect(register.questions).toEqual([
      ['A', 'B'],
      ['C', 'A'],
    ])
    register.answer(1)
    expect(await Promise.all(next)).toEqual([undefined, undefined])
  })

  it('remembers for a second that an MN is nobody’s, until it is registered here', async () => {
    const wall = manualClock(0)
    const register = slowRegister()
    const directory = rememberFound(register.look, wall)
    const stranger = directory.find('A')
    await settled()
    register.answer(0)
    expect(await stranger).toBe(undefined)
    expect(directory.known('A')).toBe(null)
    expect(await directory.find('A')).toBe(undefined)
    expect(register.questions).toHaveLength(1)
    register.registered.set('A', 'device A')
    directory.forget('A')
    expect(directory.known('A')).toBe(undefined)
    const registered = directory.find('A')
    await settled()
    register.answer(1)
    expect(await registered).toBe('device A')
    wall.advance(BELIEVED_MS)
    expect(directory.known('A')).toBe(undefined)
  })

  it('knows a device that is registered while others are being told that it is unknown', async () => {
    const register = slowRegister()
    const directory = rememberFound(register.look, manualClock(0))
    const before = directory.find('A')
    await settled()
    register.registered.set('A', 'device A')
    const after = directory.find('A')
    register.answer(0)
    expect(await before).toBe(undefined)
    directory.forget('A')
    await settled()
    register.answer(1)
    expect(await after).toBe('device A')
  })

  it('believes nothing of before a device was changed here, not even what is still on its way', async () => {
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, manualClock(0))
    const before = directory.find('A')
    await settled()
    register.registered.set('A', 'device A, changed')
    directory.forget('A')
    register.answer(0)
    expect(await before).toBe('device A')
    expect(directory.known('A')).toBe(undefined)
    const after = directory.find('A')
    await settled()
    register.answer(1)
    expect(await after).toBe('device A, changed')
    expect(directory.known('A')).toBe('device A, changed')
    expect(register.questions).toHaveLength(2)
  })

  it('fails for all who wait for the same answer, and for nobody after them', async () => {
    const register = slowRegister()
    register.registered.set('A', 'device A')
    const directory = rememberFound(register.look, manualClock(0))
    const outcomes = Promise.allSettled([directory.find('A'), directory.find('B')])
    await settled()
    register.refuse(0)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = directory.find('A')
    await settled()
    register.answer(1)
    expect(await next).toBe('device A')
  })

  it('neither asks for any number at once nor remembers any number of strangers', async () => {
    const sizes: number[] = []
    const look = async (mns: readonly string[]) => {
      sizes.push(mns.length)
      return new Map<string, string>()
    }
    const directory = rememberFound(look, manualClock(0))
    const names = Array.from({ length: MOST_STRANGERS + 1 }, (_, n) => `stranger ${n}`)
    await Promise.all(names.map((mn) => directory.find(mn)))
    expect(Math.max(...sizes)).toBe(MOST_AT_ONCE)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(names.length)
    const remembered = names.filter((mn) => directory.known(mn) === null)
    expect(remembered).toEqual([`stranger ${MOST_STRANGERS}`])
  })
})
