import { afterEach, expect, it } from 'vitest'
import { framesByHand } from './frames-by-hand.ts'
import { Turns } from './turns.ts'

const frames = framesByHand()
afterEach(() => frames.reset())

it('one thing is done in a frame, in the order in which it was asked for', () => {
  const [turns, done]: [Turns, string[]] = [new Turns(), []]
  for (const name of ['a', 'b', 'c']) turns.take(() => done.push(name))
  expect(done).toEqual([])
  frames.next()
  expect(done).toEqual(['a'])
  frames.next()
  frames.next()
  expect(done).toEqual(['a', 'b', 'c'])
  // Nothing waits: no frame is asked for.
  expect(frames.waiting()).toBe(0)
})

it('what asks again from within its turn waits behind the others', () => {
  const [turns, done]: [Turns, string[]] = [new Turns(), []]
  const again = () => {
    done.push('piece')
    if (done.length < 4) turns.take(again)
  }
  turns.take(again)
  turns.take(() => done.push('other'))
  for (let frame = 0; frame < 4; frame += 1) frames.next()
  expect(done).toEqual(['piece', 'other', 'piece', 'piece'])
})

it('a turn that is given up is nobody’s, and one that goes before all others is the next', () => {
  const [turns, done]: [Turns, string[]] = [new Turns(), []]
  const leave = turns.take(() => done.push('a'))
  turns.take(() => done.push('b'))
  turns.take(() => done.push('c'), 'first')
  leave()
  frames.next()
  frames.next()
  frames.next()
  expect(done).toEqual(['c', 'b'])
})

it('a frame that somebody else draws in is left to them', () => {
  const [turns, done]: [Turns, string[]] = [new Turns(), []]
  turns.take(() => done.push('a'))
  turns.pass()
  frames.next()
  expect(done).toEqual([])
  frames.next()
  expect(done).toEqual(['a'])
})
