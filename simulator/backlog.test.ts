import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBacklog } from './backlog.ts'
import type { Upload } from './schedule.ts'

const upload = (cn: Upload['cn'], dataTime: number): Upload => ({ cn, dataTime, dueAt: dataTime })

describe('what a logger owes', () => {
  it('leaves only by an answer, whatever happens to lines and answers', () => {
    const step = fc.constantFrom('add', 'recall', 'send', 'answer', 'time-out', 'line-lost')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const backlog = createBacklog()
        const owed = new Set<number>()
        const onTheirWay = new Map<string, number>()
        let number = 0
        for (const what of steps) {
          const oldest = onTheirWay.entries().next().value
          if (what === 'add' || what === 'recall') {
            number += 1
            owed.add(number)
            backlog.add(upload('2061', number), what === 'recall')
          } else if (what === 'send') {
            const pending = backlog.next()
            number += 1
            if (pending !== undefined) {
              backlog.sent(`qn${number}`, pending)
              onTheirWay.set(`qn${number}`, pending.upload.dataTime)
            }
          } else if (what === 'line-lost') {
            backlog.lineLost()
            onTheirWay.clear()
          } else if (oldest !== undefined) {
            const [qn, dataTime] = oldest
            onTheirWay.delete(qn)
            if (what === 'answer') {
              expect(backlog.answered(qn)?.upload.dataTime).toBe(dataTime)
              owed.delete(dataTime)
            } else backlog.unanswered(qn)
          }
          const { waiting, onTheirWay: sent, givenUp } = backlog.counts()
          expect([waiting + sent, sent, givenUp]).toEqual([owed.size, onTheirWay.size, 0])
        }
      }),
    )
  })

  it('lets the present pass the past', () => {
    const backlog = createBacklog()
    for (let hour = 0; hour < 20; hour++) backlog.add(upload('2061', hour), true)
    backlog.add(upload('2011', 100), false)
    expect(backlog.next()?.upload.dataTime).toBe(100)
  })

  it('gives up the oldest real-time message first when it is full', () => {
    const backlog = createBacklog(3)
    backlog.add(upload('2061', 1), false)
    backlog.add(upload('2011', 2), false)
    backlog.add(upload('2011', 3), false)
    backlog.add(upload('2051', 4), false)
    expect(backlog.counts()).toEqual({ waiting: 3, onTheirWay: 0, givenUp: 1 })
    expect([backlog.next(), backlog.next(), backlog.next()].map((one) => one?.upload.dataTime)).toEqual([1, 3, 4])
  })
})
