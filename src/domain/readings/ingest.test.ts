import { describe, expect, it } from 'vitest'
import { createIngest } from './ingest.ts'
import type { IncomingFrame } from './model.ts'
import type { AppendOutcome } from './store.ts'

const frame = (qn: string, countyId = 'county'): IncomingFrame => ({
  countyId,
  mn: 'mn',
  deviceId: null,
  receivedAt: 0,
  dataHour: 0,
  cn: '2011',
  qn,
  dataTime: '',
  bytes: Buffer.from(qn),
  identity: Buffer.from(qn),
  disposition: 'stored',
  reason: null,
  readings: null,
  event: null,
  replays: null,
})

/** A store whose commits wait until they are let through, one by one. */
function heldStore() {
  const batches: string[][] = []
  const gates: PromiseWithResolvers<void>[] = []
  let seq = 0
  return {
    batches,
    async append(frames: readonly IncomingFrame[]): Promise<AppendOutcome[]> {
      batches.push(frames.map((one) => one.qn))
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      await gate.promise
      return frames.map(() => {
        seq += 1
        return { result: 'stored', seq }
      })
    },
    commit(batch: number): void {
      gates[batch]?.resolve()
    },
    refuse(batch: number): void {
      gates[batch]?.reject(new Error(`batch ${batch} refused`))
    },
  }
}

/** Lets everything that is ready happen. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the way in for frames', () => {
  it('two batches are on their way at most; what comes meanwhile is written together, in the order of arrival', async () => {
    const store = heldStore()
    const ingest = createIngest(store, () => {})
    const answers = ['1', '2', '3', '4', '5'].map((qn) => ingest.add(frame(qn)))
    expect(store.batches).toEqual([['1'], ['2']])
    expect(ingest.pending()).toBe(5)
    store.commit(0)
    await settled()
    expect(store.batches).toEqual([['1'], ['2'], ['3', '4', '5']])
    store.commit(1)
    store.commit(2)
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5].map((seq) => ({ result: 'stored', seq })))
    expect(ingest.pending()).toBe(0)
  })

  it('nobody is answered before the commit', async () => {
    const store = heldStore()
    const ingest = createIngest(store, () => {})
    const answered: string[] = []
    void ingest.add(frame('1')).then(() => answered.push('1'))
    void ingest.add(frame('2')).then(() => answered.push('2'))
    await settled()
    expect(answered).toEqual([])
    store.commit(0)
    await settled()
    expect(answered).toEqual(['1'])
    store.commit(1)
    await settled()
    expect(answered).toEqual(['1', '2'])
  })

  it('a refused batch rejects its own frames and no others, and what waits is written after it', async () => {
    const store = heldStore()
    const ingest = createIngest(store, () => {})
    const answers = ['1', '2', '3', '4'].map((qn) => ingest.add(frame(qn)))
    store.commit(0)
    await settled()
    answers.push(ingest.add(frame('5')))
    const results = Promise.allSettled(answers)
    store.refuse(2)
    await settled()
    store.commit(1)
    store.commit(3)
    expect((await results).map((one) => one.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(store.batches).toEqual([['1'], ['2'], ['3', '4'], ['5']])
  })

  it('every frame is written once, whatever was refused in between', async () => {
    const written: string[] = []
    let turn = 0
    const ingest = createIngest(
      {
        async append(frames) {
          turn += 1
          written.push(...frames.map((one) => one.qn))
          await settled()
          if (turn % 3 === 0) throw new Error('refused')
          return frames.map(() => ({ result: 'stored', seq: 1 }))
        },
      },
      () => {},
    )
    const wanted = Array.from({ length: 200 }, (_, place) => String(place))
    const outcomes: Promise<string>[] = []
    for (const [place, qn] of wanted.entries()) {
      outcomes.push(
        ingest.add(frame(qn)).then(
          (outcome) => outcome.result,
          () => 'refused',
        ),
      )
      if (place % 7 === 0) await settled()
    }
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored', 'refused']))
    expect(written).toEqual(wanted)
  })

  it('each county is written by itself and told after its commit; a refusal is none of the others', async () => {
    const store = heldStore()
    const told: string[] = []
    const ingest = createIngest(store, (countyId) => told.push(countyId))
    const answers = ['a', 'a', 'a', 'b', 'a', 'b'].map((countyId, place) =>
      ingest.add(frame(String(place + 1), countyId)),
    )
    const results = Promise.allSettled(answers)
    store.commit(0)
    store.commit(1)
    await settled()
    expect(told).toEqual(['a', 'a'])
    expect(store.batches).toEqual([['1'], ['2'], ['3', '5'], ['4', '6']])
    store.refuse(2)
    store.commit(3)
    expect((await results).map((one) => one.status === 'fulfilled')).toEqual([true, true, false, true, false, true])
    expect(told).toEqual(['a', 'a', 'b'])
  })

  it('a batch has a limit, and the rest follows', async () => {
    const store = heldStore()
    const ingest = createIngest(store, () => {})
    const answers = Array.from({ length: 4_502 }, (_, place) => ingest.add(frame(String(place))))
    for (const batch of [0, 1, 2, 3, 4]) {
      store.commit(batch)
      await settled()
    }
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 1, 2_000, 2_000, 500])
    expect((await Promise.all(answers)).map((one) => one.seq)).toEqual(answers.map((_, place) => place + 1))
  })

  it('is idle when all is written, at once when there is nothing', async () => {
    const store = heldStore()
    const ingest = createIngest(store, () => {})
    await ingest.idle()
    void ingest.add(frame('1'))
    void ingest.add(frame('2'))
    let isIdle = false
    void ingest.idle().then(() => {
      isIdle = true
    })
    store.commit(0)
    await settled()
    expect(isIdle).toBe(false)
    store.commit(1)
    await settled()
    expect(isIdle).toBe(true)
  })

  it('a frame that the database cannot hold fails alone; those that came with it are stored in their order', async () => {
    const stored: string[] = []
    const append = async (frames: readonly IncomingFrame[]): Promise<AppendOutcome[]> => {
      if (frames.some(({ qn }) => qn === 'bad')) throw Object.assign(new Error('index row size'), { code: '54000' })
      stored.push(...frames.map(({ qn }) => qn))
      return frames.map((_, place) => ({ result: 'stored', seq: place }))
    }
    const ingest = createIngest({ append }, () => {})
    const qns = ['1', '2', '3', 'bad', '4', '5', '6']
    const outcomes = await Promise.allSettled(qns.map((qn) => ingest.add(frame(qn))))
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, true, true, true])
    expect(stored).toEqual(['1', '2', '3', '4', '5', '6'])
  })

  it('when the disk is full nobody tries each frame by itself', async () => {
    let attempts = 0
    const append = async (): Promise<AppendOutcome[]> => {
      attempts += 1
      throw Object.assign(new Error('No space left on device'), { code: '53100' })
    }
    const ingest = createIngest({ append }, () => {})
    const outcomes = await Promise.allSettled(['1', '2', '3', '4', '5'].map((qn) => ingest.add(frame(qn))))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(attempts).toBe(3)
  })

  it('a store that forgets a frame is not believed', async () => {
    const ingest = createIngest({ append: async () => [] }, () => {})
    await expect(ingest.add(frame('1'))).rejects.toThrow('no outcome')
  })
})
