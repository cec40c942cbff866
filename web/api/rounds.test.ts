import { expect, it } from 'vitest'
import { rounds } from './rounds.ts'

/** Looks that end when the test says so. */
function looks() {
  const open: { room: string; end: () => void; fail: () => void }[] = []
  const look = (room: string) =>
    new Promise<void>((resolve, reject) =>
      open.push({ room, end: resolve, fail: () => reject(new Error('no answer')) }),
    )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { open, look, settle, begun: () => open.map(({ room }) => room) }
}

it('news that come faster than answers break no round off, and are looked at in the next one, once', async () => {
  const { open, look, settle, begun } = looks()
  const { tell } = rounds(look)
  tell(['cases'])
  for (let news = 0; news < 100; news += 1) tell(['cases'])
  expect(begun()).toEqual(['cases'])
  open[0]?.end()
  await settle()
  expect(begun()).toEqual(['cases', 'cases'])
  open[1]?.end()
  await settle()
  expect(begun()).toEqual(['cases', 'cases'])
  tell(['cases'])
  expect(begun()).toHaveLength(3)
})

it('a slow room keeps none waiting, and one whose look fails is looked at again', async () => {
  const { open, look, settle, begun } = looks()
  const { tell } = rounds(look)
  tell(['cases', 'alerts'])
  open[1]?.end()
  await settle()
  tell(['alerts', 'cases'])
  expect(begun()).toEqual(['cases', 'alerts', 'alerts'])
  open[0]?.fail()
  await settle()
  expect(begun()).toEqual(['cases', 'alerts', 'alerts', 'cases'])
})

it('after a silence a round is begun over one that may never end, whose end then means nothing', async () => {
  const { open, look, settle, begun } = looks()
  const { tell, begin } = rounds(look)
  tell(['cases'])
  begin(['cases'])
  expect(begun()).toEqual(['cases', 'cases'])
  tell(['cases'])
  open[0]?.end()
  await settle()
  expect(begun()).toHaveLength(2)
  open[1]?.end()
  await settle()
  expect(begun()).toHaveLength(3)
})
