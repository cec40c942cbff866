import { expect, it } from 'vitest'
import { fewAtATime } from './few-at-a-time.ts'

it('so many are at work at once, the others follow in their order, and one that fails makes room too', async () => {
  const limited = fewAtATime(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const start = (number: number) =>
    limited(async () => {
      begun.push(number)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (number === 1) throw new Error('one failed')
      return number
    })
  const [one, two, three, four] = [start(1), start(2), start(3), start(4)]
  const failure = expect(one).rejects.toThrow('one failed')
  await Promise.resolve()
  expect(begun).toEqual([1, 2])
  ends[0]?.()
  await failure
  expect(begun).toEqual([1, 2, 3])
  ends[1]?.()
  ends[2]?.()
  expect(await Promise.all([two, three])).toEqual([2, 3])
  expect(begun).toEqual([1, 2, 3, 4])
  ends[3]?.()
  expect(await four).toBe(4)
})
