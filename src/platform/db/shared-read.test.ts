import { describe, expect, it } from 'vitest'
import { sharedRead } from './shared-read.ts'

const database = { isTransaction: false }

/** A read of a value that changes, and the keys under which it was read. */
function reading() {
  const sent: string[] = []
  const world = { value: 'before' }
  const read = sharedRead(async (_: { isTransaction: boolean }, ...key: [string]) => {
    sent.push(key.join())
    return { value: world.value }
  })
  return { sent, world, read }
}

describe('a read that is shared', () => {
  it('is sent once for all who ask in a turn, and again for who asks later', async () => {
    const { sent, read } = reading()
    const [one, other, else_] = await Promise.all([read(database, 'a'), read(database, 'a'), read(database, 'b')])
    expect(one).toBe(other)
    expect(else_).not.toBe(one)
    expect(sent).toEqual(['a', 'b'])
    await read(database, 'a')
    expect(sent).toEqual(['a', 'b', 'a'])
  })

  it('never answers with what was before the question', async () => {
    const { sent, world, read } = reading()
    const first = read(database, 'a')
    world.value = 'after'
    // Asked after the change, and answered by the read that another had asked for before it.
    expect(await read(database, 'a')).toEqual({ value: 'after' })
    expect(await first).toEqual({ value: 'after' })
    expect(sent).toEqual(['a'])
    const sentAlready = read(database, 'a')
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    world.value = 'later'
    expect(await read(database, 'a')).toEqual({ value: 'later' })
    expect(await sentAlready).toEqual({ value: 'after' })
  })

  it('is of one database, and in a transaction of nobody else', async () => {
    const { sent, read } = reading()
    const transaction = { isTransaction: true }
    await Promise.all([
      read(database, 'a'),
      read({ isTransaction: false }, 'a'),
      read(transaction, 'a'),
      read(transaction, 'a'),
    ])
    expect(sent).toEqual(['a', 'a', 'a', 'a'])
  })

  it('fails for all who asked, and is asked anew by the next', async () => {
    let fails = true
    const read = sharedRead(async (_: { isTransaction: boolean }) => {
      if (fails) throw new Error('away')
      return 'there'
    })
    const both = await Promise.allSettled([read(database), read(database)])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await read(database)).toBe('there')
  })
})
