import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Role } from '../src/domain/access/table.ts'
import { openToAll, peopleHear, peopleMay, type Relation, relations, roleOrder, tokensMay } from './access-matrix.ts'
import { baseName, letterOf, type TrialWorld, trials } from './setup/access-trials.ts'
import { type Caller, type SignedIn, signIn, visitor, withToken } from './setup/api-client.ts'
import { at, PASSWORD } from './setup/county.ts'
import { type Ear, type Heard, listen } from './setup/event-stream.ts'
import { sendFrames } from './setup/field-logger.ts'
import { assignCase, reportCase } from './setup/field-work.ts'
import { type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { framesOfBothTowns, type Subject, type TwoTowns, twoTowns } from './setup/two-towns.ts'

let home: FreshDatabase
let towns: TwoTowns
let world: TrialWorld

beforeAll(async () => {
  home = await freshDatabase('embedded')
  towns = await twoTowns(home)
  const { weike, county } = towns
  world = {
    url: weike.http,
    signInName: county.signInName('centre'),
    password: PASSWORD,
    ruleId: county.ruleId,
    silenceId: county.silenceId,
    revokedTokenId: county.revokedTokenId,
  }
})
afterAll(async () => {
  await towns?.weike.kill()
  await home?.remove()
})

/** The word of one role in a row of the matrix. */
function wordOf(row: string, role: Role): string {
  return row.split(/ +/)[roleOrder.indexOf(role)] ?? '?'
}

function columnOf(matrix: Readonly<Record<string, string>>, role: Role): Record<string, string> {
  return Object.fromEntries(Object.entries(matrix).map(([name, row]) => [name, wordOf(row, role)]))
}

/** What really happens in one row for one caller: as many letters as the matrix has there. */
async function tryRow(
  name: string,
  word: string,
  caller: Caller,
  subjects: Readonly<Record<Relation, Subject>>,
): Promise<string> {
  const trial = trials[name]
  if (trial === undefined) return 'no trial'
  let letters = ''
  // The own last: where it is a matter of erasing, the person is gone then.
  const asked = word.length === 1 ? (['unit'] as const) : relations.toReversed()
  for (const relation of asked) letters = (await letterOf(trial, caller, subjects[relation], world)) + letters
  return letters
}

describe('who may do what', () => {
  it('the matrix has a row for every operation that the server serves, for people and for tokens, and no other', async () => {
    const served = await servedOperations()
    expect(served.length).toBeGreaterThan(40)
    for (const matrix of [peopleMay, tokensMay]) {
      expect([...new Set(Object.keys(matrix).map(baseName))].sort()).toEqual(served)
      for (const row of Object.values(matrix)) {
        const words = row.split(/ +/)
        expect(words, row).toHaveLength(roleOrder.length)
        for (const word of words) expect(word, row).toMatch(/^([ynhu+-]|[ynhu+-]{4})$/)
      }
    }
  })

  it('nobody who has not signed in, or shows what was never given out, gets anything but what is open to all', async () => {
    const { own } = towns.subjects('dispatcher')
    const strangers = {
      nobody: visitor(world.url),
      'a made-up cookie': visitor(world.url, { cookie: 'weike_session=AAAA' }),
      'a made-up token': withToken(world.url, 'wk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    }
    for (const [who, stranger] of Object.entries(strangers)) {
      for (const [name, trial] of Object.entries(trials)) {
        if (openToAll.includes(baseName(name))) continue
        expect((await trial.ask(stranger, own, world)).verdict, `${who}: ${name}`).toBe('401 not-signed-in')
      }
    }
  })

  it('a session without its CSRF token changes nothing', async () => {
    const { own } = towns.subjects('dispatcher')
    const { cookie = '' } = at(towns.people, 'administrator').headers
    const caller = visitor(world.url, { cookie })
    for (const [name, trial] of Object.entries(trials)) {
      if (name.startsWith('GET ') || openToAll.includes(name)) continue
      expect((await trial.ask(caller, own, world)).verdict, name).toBe('403 csrf-missing')
    }
  })

  it.each(roleOrder)('what each role hears on the event stream: %s', async (role) => {
    const ear = await hear(role)
    try {
      const heard: Record<string, string> = {}
      for (const [name, word] of Object.entries(columnOf(peopleHear, role))) {
        const asked: readonly (Relation | null)[] = word.length === 1 ? [null] : relations
        heard[name] = asked.map((relation) => (hasHeard(ear, name, role, relation) ? '+' : '-')).join('')
      }
      expect(heard).toEqual(columnOf(peopleHear, role))
      expect(new Set(placesOf(ear)).size).toBe(placesOf(ear).length)
    } finally {
      await ear.close()
    }
  })

  it('an alert’s page tells each role only of the tasks, cases and messages that it may read', async () => {
    const seen: Record<string, unknown> = {}
    for (const role of roleOrder) {
      const { unit } = towns.subjects(role)
      const answer = await at(towns.people, role).ask('GET /api/alerts/:id', { params: { id: unit.alertId } })
      const page = z.object({ tasks: z.array(z.unknown()), messages: z.array(z.unknown()) }).safeParse(answer.body)
      seen[role] = page.success
        ? { tasks: page.data.tasks.length, messages: page.data.messages.length }
        : answer.verdict
    }
    expect(seen).toEqual({
      administrator: { tasks: 2, messages: 1 },
      dispatcher: { tasks: 2, messages: 1 },
      liaison: { tasks: 1, messages: 0 },
      'grid-member': { tasks: 0, messages: 0 },
      leader: { tasks: 2, messages: 0 },
      analyst: { tasks: 0, messages: 0 },
      enterprise: '403 not-allowed',
      auditor: { tasks: 2, messages: 1 },
    })
  })

  it.each(roleOrder)('people, every operation in every relation: %s', async (role) => {
    const person = at(towns.people, role)
    const expected = columnOf(peopleMay, role)
    const actual: Record<string, string> = {}
    for (const [name, word] of inGoodOrder(expected)) {
      actual[name] = await tryRow(name, word, await callerFor(name, role, person), towns.subjects(role))
    }
    expect(actual).toEqual(expected)
  })

  it.each(roleOrder)('programs with a token, every operation: %s', async (role) => {
    const caller = withToken(world.url, at(towns.county.tokens, role))
    const subjects = towns.subjects(role)
    const expendable = { ...subjects.unit, expendableId: at(towns.county.people, 'goes by token') }
    const expected = columnOf(tokensMay, role)
    const actual: Record<string, string> = {}
    for (const [name] of inGoodOrder(expected)) {
      const trial = trials[name]
      actual[name] = trial === undefined ? 'no trial' : await letterOf(trial, caller, expendable, world)
    }
    expect(actual).toEqual(expected)
  })
})

/** Erasing comes last, as an administrator may erase anybody, and themselves. */
function inGoodOrder(column: Readonly<Record<string, string>>): [name: string, word: string][] {
  const last = 'POST /api/people/:id/erase'
  return Object.entries(column).sort(([one], [other]) => Number(one === last) - Number(other === last))
}

/** Signing out is done on a session of its own, so that the others can go on. */
async function callerFor(name: string, role: Role, person: SignedIn): Promise<Caller> {
  return name === 'DELETE /api/session' ? signIn(world.url, towns.county.signInName(role), PASSWORD) : person
}

async function servedOperations(): Promise<string[]> {
  const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const { body } = await visitor(world.url).ask('GET /api/openapi.json')
  const { paths } = document.parse(body)
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    .sort()
}

/** Listens from the first event on, lets readings come in, and waits for something that every role may hear. */
async function hear(role: Role): Promise<Ear> {
  const ear = await listen(world.url, at(towns.people, role), 0)
  await sendFrames(towns.weike.hj212, framesOfBothTowns())
  const fence = await reportCase(towns.dispatcher, at(towns.county.regions, 'town-1'))
  await assignCase(towns.dispatcher, fence, at(towns.county.units, 'unit-1'))
  await ear.await(`the last event, as ${role}`, (event) => event.name === 'case.assigned' && event.subjectId === fence)
  return ear
}

/** Which subject each kind of event is about. */
const subjectOf: Readonly<Record<string, (subject: Subject) => string>> = {
  'alert.raised': (subject) => subject.alertId,
  'task.sent': (subject) => subject.taskId,
  'photo.added to a task': (subject) => subject.taskId,
  'source.added': (subject) => subject.sourceId,
  'case.reported': (subject) => subject.caseId,
  'case.assigned': (subject) => subject.caseId,
  'photo.added to a case': (subject) => subject.caseId,
}

function hasHeard({ heard }: Ear, row: string, role: Role, relation: Relation | null): boolean {
  const name = row.split(' ')[0]
  const id = relation === null ? null : subjectOf[row]?.(towns.subjects(role)[relation])
  return heard.some((event) => event.name === name && (id === null || event.subjectId === id))
}

function placesOf({ heard }: Ear): number[] {
  return heard.flatMap((event: Heard) => (event.id === null || event.name === 'seen' ? [] : [event.id]))
}
