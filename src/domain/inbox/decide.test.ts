import { expect, it } from 'vitest'
import type { StoredEvent } from '../../platform/ledger/read.ts'
import { foldNews, inOrder } from './decide.ts'
import type { Waiting } from './model.ts'

const at = (time: string) => `2026-11-18T${time}:00+08:00`

function caseDue(id: string, dueAt: string | null, since = at('08:00')): Waiting {
  return {
    ...{ kind: 'case', id, number: id, title: id, stage: 'rectification', may: ['submit'] },
    ...{ wasReturned: false, place: '', dueAt, late: false, since },
  }
}

const alerts: Waiting = {
  ...{ kind: 'alerts', count: 3, severity: 'urgent', id: 'a', station: 'S1', rule: 'PM2.5 > 75', since: at('14:00') },
}

/** Kinds and ids in the order in which one reads them. */
const read = (all: readonly Waiting[]) => inOrder(all).map((one) => ('id' in one ? one.id : one.kind))

it('puts the alerts first, then what is due soonest, then what has no deadline by its age', () => {
  const feed: Waiting = { kind: 'feed', id: 'feed', name: '省站', state: 'stale', since: at('01:00') }
  const found = [
    { kind: 'findings', count: 2 } as const,
    feed,
    caseDue('newer', null, at('12:00')),
    caseDue('later', at('18:00')),
    caseDue('older', null, at('09:00')),
    caseDue('overdue', at('10:00')),
    alerts,
  ]
  expect(read(found)).toEqual(['a', 'overdue', 'later', 'older', 'newer', 'feed', 'findings'])
})

function event(seq: number, kind: string, type: string, id: string, data: { action?: string } = {}): StoredEvent {
  return {
    seq,
    hash: Buffer.alloc(32),
    event: {
      ...{ countyId: 'c', id: String(seq), kind, schemaVersion: 1, subject: { type, id, version: 1 } },
      ...{ actor: 'person:x', actedAt: seq, receivedAt: seq, data: { ...data }, seq },
    },
  }
}

it('tells one line for each subject, of the newest, and counts what came before', () => {
  const events = [
    event(9, 'case.submitted', 'case', 'one'),
    event(8, 'task.done', 'task', 'two'),
    event(7, 'case.rectifying', 'case', 'one'),
    event(6, 'case.acknowledged', 'case', 'one'),
  ]
  expect(foldNews(events, 0).map(({ seq, kind, more }) => [seq, kind, more])).toEqual([
    [9, 'case.submitted', 2],
    [8, 'task.done', 0],
  ])
})

it('counts what was seen not to what was not', () => {
  const events = [
    event(9, 'case.submitted', 'case', 'one'),
    event(7, 'case.rectifying', 'case', 'one'),
    event(6, 'case.acknowledged', 'case', 'one'),
  ]
  expect(foldNews(events, 7).map(({ more }) => more)).toEqual([0])
  expect(foldNews(events, 6).map(({ more }) => more)).toEqual([1])
  expect(foldNews(events, 9).map(({ more }) => more)).toEqual([2])
})

it('says of a reminder which rung it was, and passes over what is nobody’s news', () => {
  const events = [
    event(5, 'ladder.fired', 'case', 'one', { action: 'urge' }),
    event(4, 'rule.changed', 'rule', 'three'),
    event(3, 'case.assigned', 'case', 'two'),
  ]
  expect(foldNews(events, 0).map(({ subject, detail }) => [subject.id, detail])).toEqual([
    ['one', 'urge'],
    ['two', null],
  ])
})
