import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Answer, act, type Caller, type Given } from './api-client.ts'
import { listen } from './event-stream.ts'
import { sandOf } from './excluded-days.ts'
import { draftOf } from './feeds.ts'
import { noPicture } from './pictures.ts'
import { RESTING_FEED } from './resting-feed.ts'
import { sourceCard, TAKEN_CODE } from './sources.ts'
import { TAKEN_TOKEN } from './tokens.ts'
import type { Subject } from './two-towns.ts'

/** What the trials need to know beside the subject. */
export interface TrialWorld {
  url: string
  /** Somebody who can sign in. */
  signInName: string
  password: string
  ruleId: string
  silenceId: string
  /** A token that lets nobody in any more. */
  revokedTokenId: string
}

/**
 * How one operation is tried on one subject. So that a thousand trials leave everything as it was, what would change
 * something is sent with one thing wrong that the server looks at only after it has asked whether the person may: the
 * verdict `passes` then means *allowed*.
 */
interface Trial {
  ask(caller: Caller, subject: Subject, world: TrialWorld): Promise<Answer>
  passes: string
  /** For lists: is the subject in this answer? */
  holds?(body: unknown, subject: Subject): boolean
}

/** The row's operation without what tells two rows of it apart. */
export function baseName(row: string): string {
  return row.replace(/ of (a station|a device|an alert|a task|a case|a source|people|the ledger)$/, '')
}

/** What came of a trial, in the letters of the matrix; anything that has none is given as it is. */
export async function letterOf(trial: Trial, caller: Caller, subject: Subject, world: TrialWorld): Promise<string> {
  const { verdict, body } = await trial.ask(caller, subject, world)
  if (verdict === '403 not-allowed') return 'n'
  if (verdict === '404 not-found') return 'h'
  if (verdict === '401 not-signed-in') return 'u'
  if (verdict !== trial.passes) return `(${verdict})`
  if (trial.holds === undefined) return 'y'
  return trial.holds(body, subject) ? '+' : '-'
}

const NO_VERSION = 999_999
const onVersion = (more: object = {}) => act({ expects: NO_VERSION, ...more })
const outdated = '409 version-conflict'

const simply = (name: string, given: (subject: Subject) => Given = () => ({}), passes = '200'): Trial => ({
  ask: (caller, subject) => caller.ask(baseName(name), given(subject)),
  passes,
})

const list = (
  name: string,
  holds: (items: readonly Record<string, unknown>[], subject: Subject) => boolean,
  given: () => Given = () => ({}),
): Trial => ({ ...simply(name, given), holds: (body, subject) => holds(itemsOf(body), subject) })

const answersIn = z.object({ items: z.array(z.object({ status: z.int(), body: z.unknown() })) })
const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

function itemsOf(body: unknown): readonly Record<string, unknown>[] {
  return items.parse(body).items
}

const hasId = (key: keyof Subject) => (found: readonly Record<string, unknown>[], subject: Subject) =>
  found.some((one) => one.id === subject[key])
/** What is looked for by its number is found by its id. */
const finds = (what: string, number: keyof Subject, id: keyof Subject): Trial => ({
  ...simply(`GET /api/search of ${what}`, (subject) => ({ query: { q: subject[number] } })),
  holds: (body, subject) => hasId(id)(itemsOf(body), subject),
})
const hasSome = (found: readonly unknown[]) => found.length > 0
const wholePage = () => ({ query: { limit: 500 } })

const onTask = (more: object) => (subject: Subject) => ({ params: { id: subject.taskId }, body: onVersion(more) })
const onCase =
  (more: object = {}) =>
  (subject: Subject) => ({ params: { id: subject.caseId }, body: onVersion(more) })
/** About the subject's device; a body is made anew each time, because an act is done once. */
const ofDevice =
  (given: Omit<Given, 'params'> = {}) =>
  ({ deviceId }: Subject): Given => ({
    ...given,
    params: { id: deviceId },
    ...(given.body === undefined ? {} : { body: { ...given.body, ...act() } }),
  })
const longAgo = '2020-01-01T00:00:00+08:00'
/** Of a year there are no such rules. */
const ruleDraft = (resolution: 'realtime' | 'year') => ({
  ...{
    name: 'PM2.5',
    kind: 'threshold',
    params: { durationMinutes: 0 },
    factor: 'a34004',
    resolution,
    stationId: null,
  },
  ...{ narrowing: { level: null, circle: null, hours: null, period: null }, threshold: 75, severity: 'urgent' },
  ...{ groupWindowMinutes: 30, enabled: true },
})
const unfit = '400 invalid-input'
const ofImport = ({ importId }: Subject): Given => ({ params: { id: importId } })
/** A plan that says nowhere which station the rows are of. */
const asPlanned = (subject: Subject): Given => ({
  ...ofImport(subject),
  body: {
    ...{ kind: 'readings', layout: 'table', sheet: null, headerLine: 1, columns: [] },
    ...{ hourNamed: 'end', station: null, coordinates: 'wgs84' },
  },
})
const ofFeed = ({ feedId }: Subject): Given => ({ params: { id: feedId } })
/** What the feed that is there already is set to. */
const sameFeed = ({ stationId }: Subject) => ({
  ...draftOf({ name: RESTING_FEED, stations: [{ code: '1001A', stationId }] }),
})
const outside = { path: '/', pattern: '*' }
const stationless = '422 import-unfit'
const inYear = ({ stationId }: Subject): Given => ({ query: { subject: stationId, year: 2026 } })
const onExclusion =
  (more: object = {}) =>
  ({ exclusionId }: Subject): Given => ({ params: { id: exclusionId }, body: onVersion(more) })
const personCard = { name: '改名', roles: ['analyst'], unitId: null }
const onPerson =
  (more: object = {}) =>
  ({ personId, regionId }: Subject): Given => ({ params: { id: personId }, body: onVersion({ regionId, ...more }) })
const onCommand = ({ commandId }: Subject) => ({ params: { id: commandId }, body: onVersion() })
const nowhere = { lon: null, lat: null, accuracyM: null }
const takenAt = () => new Date().toISOString()

/** One trial for each row of the matrix. */
export const trials: Readonly<Record<string, Trial>> = {
  'GET /api/health': simply('GET /api/health'),
  'GET /api/demo': simply('GET /api/demo'),
  'GET /api/openapi.json': simply('GET /api/openapi.json'),
  'POST /api/session': {
    ask: (caller, _subject, { signInName, password }) =>
      caller.ask('POST /api/session', { body: { signInName, password } }),
    passes: '200',
  },
  'GET /api/session': simply('GET /api/session'),
  'DELETE /api/session': simply('DELETE /api/session'),
  'GET /api/events': {
    async ask(caller, _subject, { url }) {
      // The stream of whoever is let in does not end by itself.
      const refused = await caller.ask('GET /api/events', { query: { after: 'x' } })
      if (refused.verdict !== '400 invalid-input') return refused
      await (await listen(url, caller)).close()
      return { status: 200, body: null, verdict: '200' }
    },
    passes: '200',
  },
  'GET /api/inbox': simply('GET /api/inbox'),
  'PUT /api/inbox/seen': simply('PUT /api/inbox/seen', () => ({ body: { upTo: 0 } })),
  'GET /api/people': list('GET /api/people', hasId('personId')),
  'POST /api/people/:id/erase': simply('POST /api/people/:id/erase', ({ expendableId }) => ({
    params: { id: expendableId },
    body: act(),
  })),
  'GET /api/people/register': list('GET /api/people/register', hasId('personId')),
  // Sign-in names are taken once in the installation.
  'POST /api/people': {
    ask: (caller, { regionId }, { signInName }) =>
      caller.ask('POST /api/people', {
        body: act({ ...personCard, regionId, signInName, password: 'wide air over it' }),
      }),
    passes: '409 already-exists',
  },
  'POST /api/people/:id': simply('POST /api/people/:id', onPerson(personCard), outdated),
  'POST /api/people/:id/suspend': simply('POST /api/people/:id/suspend', onPerson(), outdated),
  'POST /api/people/:id/resume': simply('POST /api/people/:id/resume', onPerson(), outdated),
  'POST /api/people/:id/password': simply('POST /api/people/:id/password', onPerson({ password: 'x' }), outdated),
  'POST /api/units': simply(
    'POST /api/units',
    () => ({ body: act({ name: 'unit-1', kind: 'department' }) }),
    '409 already-exists',
  ),
  'POST /api/units/:id': simply(
    'POST /api/units/:id',
    ({ unitId, regionId }) => ({
      params: { id: unitId },
      body: onVersion({ name: 'unit', kind: 'department', regionId }),
    }),
    outdated,
  ),
  'GET /api/tokens': list('GET /api/tokens', hasSome),
  'POST /api/tokens': simply(
    'POST /api/tokens',
    () => ({ body: act({ name: TAKEN_TOKEN, role: 'analyst' }) }),
    '409 already-exists',
  ),
  'POST /api/tokens/:id/revoke': {
    ask: (caller, _subject, { revokedTokenId }) =>
      caller.ask('POST /api/tokens/:id/revoke', { params: { id: revokedTokenId }, body: act() }),
    passes: '409 wrong-state',
  },
  // A town of the county bears this code.
  'POST /api/county': simply(
    'POST /api/county',
    () => ({ body: act({ code: '101', name: '重名县' }) }),
    '409 already-exists',
  ),
  'GET /api/settings': simply('GET /api/settings'),
  'GET /api/base-map': simply('GET /api/base-map'),
  // None is chosen, which is told only to whoever may have it.
  'GET /api/base-map/tiles': {
    ask: async (caller) => {
      const answer = await caller.ask('GET /api/base-map/tiles')
      return answer.verdict === '404 not-found' ? { ...answer, verdict: 'none is chosen' } : answer
    },
    passes: 'none is chosen',
  },
  'GET /api/base-map/setting': simply('GET /api/base-map/setting'),
  'POST /api/base-map': simply(
    'POST /api/base-map',
    () => ({ body: onVersion({ kind: 'none', picture: null, file: null, credit: '', key: null }) }),
    outdated,
  ),
  'GET /api/logger-door': simply('GET /api/logger-door'),
  'GET /api/changes': list('GET /api/changes', hasSome),
  'GET /api/units': list('GET /api/units', hasId('unitId')),
  'GET /api/regions': list('GET /api/regions', hasId('regionId')),
  'GET /api/regions/outlines': simply('GET /api/regions/outlines'),
  'GET /api/regions/landscape': simply('GET /api/regions/landscape'),
  'POST /api/regions': simply(
    'POST /api/regions',
    ({ regionId }) => ({ body: act({ code: '101', name: '重名格', level: 'grid', parentId: regionId }) }),
    '409 already-exists',
  ),
  'POST /api/regions/:id/border': simply(
    'POST /api/regions/:id/border',
    ({ regionId }) => ({ params: { id: regionId }, body: onVersion({ part: 0, ring: [] }) }),
    outdated,
  ),
  'POST /api/regions/:id/border/remove': simply(
    'POST /api/regions/:id/border/remove',
    ({ regionId }) => ({ params: { id: regionId }, body: onVersion({ part: null }) }),
    outdated,
  ),
  'GET /api/circles': simply('GET /api/circles'),
  'POST /api/circles': simply('POST /api/circles', () => ({ body: onVersion({ radiiKm: [1] }) }), outdated),
  'GET /api/stations': list('GET /api/stations', hasId('stationId')),
  'GET /api/readings': list(
    'GET /api/readings',
    (found, { stationCode }) => found.some((one) => one.station === stationCode),
    () => ({ query: { resolution: 'realtime', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' } }),
  ),
  'GET /api/readings/columns': list(
    'GET /api/readings/columns',
    (found, { stationCode }) => found.some((one) => one.stations === stationCode),
    () => ({
      query: { resolution: 'realtime', factor: 'a34004', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
    }),
  ),
  'GET /api/readings/latest': list('GET /api/readings/latest', (found, { stationId }) =>
    found.some((one) => one.stationId === stationId),
  ),
  'GET /api/readings/layers': simply('GET /api/readings/layers', ({ mn }) => ({
    query: { mn, resolution: 'hour', at: '2026-01-01T00:00:00Z', factor: 'PM2.5' },
  })),
  'GET /api/readings/raw': simply('GET /api/readings/raw', ({ mn }) => ({
    query: { mn, resolution: 'hour', at: '2026-01-01T00:00:00Z' },
  })),
  'GET /api/quality-findings': list('GET /api/quality-findings', hasId('findingId'), wholePage),
  'GET /api/quality-rules': simply('GET /api/quality-rules'),
  'POST /api/quality-findings/:id/keep': simply(
    'POST /api/quality-findings/:id/keep',
    ({ findingId }) => ({ params: { id: findingId }, body: onVersion({ reason: '属实' }) }),
    outdated,
  ),
  'GET /api/corrections': list('GET /api/corrections', hasId('correctionId'), wholePage),
  'POST /api/corrections': simply(
    'POST /api/corrections',
    ({ mn }) => ({
      body: act({
        mn,
        factor: 'PM2.5',
        resolution: 'hour',
        kind: 'replace',
        changes: [{ end: '2026-01-01T00:00:00Z', value: null }],
        reason: '没有写数值',
      }),
    }),
    '400 invalid-input',
  ),
  'POST /api/corrections/:id/approve': simply(
    'POST /api/corrections/:id/approve',
    ({ correctionId }) => ({ params: { id: correctionId }, body: onVersion() }),
    outdated,
  ),
  'POST /api/corrections/:id/refuse': simply(
    'POST /api/corrections/:id/refuse',
    ({ correctionId }) => ({ params: { id: correctionId }, body: onVersion({ reason: '不必' }) }),
    outdated,
  ),
  'GET /api/evaluations/subjects': simply('GET /api/evaluations/subjects'),
  'GET /api/evaluations/calendar': simply('GET /api/evaluations/calendar', inYear),
  'GET /api/evaluations/statistics': simply('GET /api/evaluations/statistics', () => ({ query: { period: '2026' } })),
  'GET /api/evaluations/periods': simply('GET /api/evaluations/periods', inYear),
  'GET /api/evaluations/ranking': simply('GET /api/evaluations/ranking'),
  'GET /api/evaluations/year-on-year': simply('GET /api/evaluations/year-on-year', inYear),
  'GET /api/exclusions': list('GET /api/exclusions', hasId('exclusionId'), wholePage),
  'POST /api/exclusions': simply(
    'POST /api/exclusions',
    // Ozone is no factor that sand takes out.
    ({ stationId }) => ({ body: act({ ...sandOf(stationId), factors: ['a05024'] }) }),
    '400 invalid-input',
  ),
  'POST /api/exclusions/:id/approve': simply('POST /api/exclusions/:id/approve', onExclusion(), outdated),
  'POST /api/exclusions/:id/refuse': simply(
    'POST /api/exclusions/:id/refuse',
    onExclusion({ reason: '不必' }),
    outdated,
  ),
  'POST /api/exclusions/:id/withdraw': simply(
    'POST /api/exclusions/:id/withdraw',
    onExclusion({ reason: '复核' }),
    outdated,
  ),
  'GET /api/targets': simply('GET /api/targets', () => ({ query: { year: 2026 } })),
  'POST /api/targets': simply(
    'POST /api/targets',
    // A year has no month.
    ({ stationId }) => ({
      body: act({
        ...{ subjectId: stationId, factor: 'a34004', averaging: 'year', year: 2026, month: 3, value: 34 },
        ...{ basis: '文件', replaces: null },
      }),
    }),
    '400 invalid-input',
  ),
  'GET /api/outlook': simply('GET /api/outlook', ({ stationCode }) => ({ query: { station: stationCode } })),
  'GET /api/outlook/hours': simply('GET /api/outlook/hours', ({ stationCode }) => ({
    query: { station: stationCode },
  })),
  'GET /api/imports': list('GET /api/imports', hasId('importId')),
  'PUT /api/imports/:id': simply(
    'PUT /api/imports/:id',
    () => ({
      params: { id: randomUUID() },
      query: { name: '' },
      bytes: Buffer.from('x'),
      media: 'application/octet-stream',
    }),
    unfit,
  ),
  'GET /api/imports/:id': simply('GET /api/imports/:id', ofImport),
  'GET /api/imports/:id of people': simply('GET /api/imports/:id of people', ({ peopleImportId }) => ({
    params: { id: peopleImportId },
  })),
  'GET /api/imports/:id/proposal': simply('GET /api/imports/:id/proposal', ofImport),
  'POST /api/imports/:id/check': simply('POST /api/imports/:id/check', asPlanned, stationless),
  'POST /api/imports/:id/load': simply('POST /api/imports/:id/load', asPlanned, stationless),
  'POST /api/imports/:id/pause': simply('POST /api/imports/:id/pause', ofImport),
  'POST /api/imports/:id/resume': simply('POST /api/imports/:id/resume', ofImport, '409 wrong-state'),
  'POST /api/imports/:id/stop': simply('POST /api/imports/:id/stop', ofImport),
  'GET /api/imports/:id/refused': simply('GET /api/imports/:id/refused', ofImport, '409 wrong-state'),
  'POST /api/imports/:id/accounts': simply('POST /api/imports/:id/accounts', ofImport, '409 wrong-state'),
  'GET /api/feeds': list('GET /api/feeds', hasId('feedId')),
  'GET /api/feeds/:id': simply('GET /api/feeds/:id', ofFeed),
  // Its station has a feed that brings the same.
  'POST /api/feeds': simply(
    'POST /api/feeds',
    (subject) => ({ body: act({ ...sameFeed(subject), name: '又一个接入' }) }),
    '422 feed-unfit',
  ),
  'POST /api/feeds/try': simply(
    'POST /api/feeds/try',
    ({ feedId }) => ({
      body: { id: feedId, kind: 'folder', request: null, folder: outside, reading: null, stations: [] },
    }),
    '422 feed-unfit',
  ),
  'POST /api/feeds/:id': simply(
    'POST /api/feeds/:id',
    (subject) => ({ ...ofFeed(subject), body: onVersion(sameFeed(subject)) }),
    outdated,
  ),
  'POST /api/feeds/:id/pause': simply(
    'POST /api/feeds/:id/pause',
    (subject) => ({ ...ofFeed(subject), body: onVersion({ paused: true }) }),
    outdated,
  ),
  'POST /api/feeds/:id/pull': simply(
    'POST /api/feeds/:id/pull',
    (subject) => ({ ...ofFeed(subject), body: act() }),
    '409 wrong-state',
  ),
  'GET /api/feeds/:id/pulls': {
    ...simply('GET /api/feeds/:id/pulls', ofFeed),
    holds: (body, subject) => hasId('feedPullId')(itemsOf(body), subject),
  },
  'GET /api/feeds/:id/refused': simply('GET /api/feeds/:id/refused', ofFeed),
  'GET /api/feeds/:id/pulls/:pullId/refused': simply(
    'GET /api/feeds/:id/pulls/:pullId/refused',
    ({ feedId, feedPullId }) => ({ params: { id: feedId, pullId: feedPullId } }),
    '409 wrong-state',
  ),
  'GET /api/feeds/:id/hours': simply('GET /api/feeds/:id/hours', (subject) => ({
    ...ofFeed(subject),
    query: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  })),
  'GET /api/devices': list('GET /api/devices', hasId('deviceId')),
  'GET /api/devices/:id': simply('GET /api/devices/:id', ofDevice()),
  'GET /api/devices/:id/hours': simply(
    'GET /api/devices/:id/hours',
    ofDevice({ query: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' } }),
  ),
  'GET /api/devices/:id/events': simply('GET /api/devices/:id/events', ofDevice()),
  'GET /api/devices/:id/completeness': simply(
    'GET /api/devices/:id/completeness',
    ofDevice({ query: { from: '2026-01-01', to: '2026-01-02' } }),
  ),
  'GET /api/devices/:id/commands': {
    ...simply('GET /api/devices/:id/commands', ofDevice(wholePage())),
    holds: (body, subject) => hasId('commandId')(itemsOf(body), subject),
  },
  'POST /api/devices/:id': simply('POST /api/devices/:id', ofDevice({ body: onVersion({ name: '改名' }) }), outdated),
  'POST /api/devices/:id/commands': simply(
    'POST /api/devices/:id/commands',
    // Of which hours it does not say.
    ofDevice({ body: act({ kind: 'hours' }) }),
    '400 invalid-input',
  ),
  'POST /api/commands/:id/cancel': simply('POST /api/commands/:id/cancel', onCommand, outdated),
  'POST /api/commands/:id/resend': simply('POST /api/commands/:id/resend', onCommand, outdated),
  'GET /api/quarantine/devices': list('GET /api/quarantine/devices', hasSome),
  'GET /api/quarantine/proposal': simply('GET /api/quarantine/proposal', () => ({ query: { mn: 'nobody' } })),
  'POST /api/quarantine/adopt': simply(
    'POST /api/quarantine/adopt',
    ({ mn }) => ({ body: act({ mn, password: 'x', stationId: randomUUID() }) }),
    '409 already-exists',
  ),
  'POST /api/quarantine/replay': simply(
    'POST /api/quarantine/replay',
    () => ({ body: act({ mn: 'nobody' }) }),
    '422 target-unknown',
  ),
  'GET /api/quarantine': list('GET /api/quarantine', hasSome),
  'POST /api/stations': simply(
    'POST /api/stations',
    ({ stationCode }) => ({ body: act({ code: stationCode, name: '重复', lonWgs84: 113, latWgs84: 29 }) }),
    '409 already-exists',
  ),
  'POST /api/stations/:id': simply(
    'POST /api/stations/:id',
    ({ stationId, regionId }) => ({
      params: { id: stationId },
      body: onVersion({ code: 'S', name: 'S', level: 'micro', lonWgs84: 113, latWgs84: 29, regionId }),
    }),
    outdated,
  ),
  'POST /api/devices': simply(
    'POST /api/devices',
    () => ({ body: act({ mn: '439911010000A05C1E7B0001', password: 'x', stationId: randomUUID() }) }),
    '409 already-exists',
  ),
  'GET /api/alerts': list('GET /api/alerts', hasId('alertId'), wholePage),
  'GET /api/alerts/:id': simply('GET /api/alerts/:id', ({ alertId }) => ({ params: { id: alertId } })),
  'POST /api/alerts/:id/acknowledge': simply(
    'POST /api/alerts/:id/acknowledge',
    ({ alertId }) => ({ params: { id: alertId }, body: onVersion() }),
    outdated,
  ),
  'POST /api/alerts/:id/verify': simply(
    'POST /api/alerts/:id/verify',
    ({ alertId }) => ({ params: { id: alertId }, body: onVersion({ verdict: 'true', note: '属实' }) }),
    outdated,
  ),
  'POST /api/rules': simply('POST /api/rules', () => ({ body: act({ rule: ruleDraft('year') }) }), '422 rule-unfit'),
  'POST /api/rules/preview': simply(
    'POST /api/rules/preview',
    () => ({ body: { rule: ruleDraft('year'), days: 1 } }),
    '422 rule-unfit',
  ),
  'GET /api/silences': list('GET /api/silences', hasSome),
  'POST /api/silences': simply(
    'POST /api/silences',
    () => ({ body: act({ ...{ ruleId: null, stationId: null, factor: 'a34004' }, until: longAgo, reason: '检修' }) }),
    '422 silence-unfit',
  ),
  'POST /api/silences/:id/end': {
    ask: (caller, _subject, { silenceId }) =>
      caller.ask('POST /api/silences/:id/end', { params: { id: silenceId }, body: onVersion() }),
    passes: outdated,
  },
  'POST /api/sheets': simply('POST /api/sheets', () => ({
    body: { sheet: '规则', columns: [{ title: '名称', kind: 'text' }], rows: [['超标']] },
  })),
  'GET /api/rules': list('GET /api/rules', hasSome),
  'POST /api/rules/:id': {
    ask: (caller, _subject, { ruleId }) =>
      caller.ask('POST /api/rules/:id', {
        params: { id: ruleId },
        body: onVersion({ rule: ruleDraft('realtime') }),
      }),
    passes: outdated,
  },
  'GET /api/tasks': list('GET /api/tasks', hasId('taskId'), wholePage),
  'GET /api/tasks/:id': simply('GET /api/tasks/:id', ({ taskId }) => ({ params: { id: taskId } })),
  'POST /api/tasks': simply(
    'POST /api/tasks',
    ({ alertId }) => ({ body: act({ alertId, assigneeId: randomUUID() }) }),
    '422 target-unknown',
  ),
  'POST /api/tasks/:id/check-in': simply('POST /api/tasks/:id/check-in', onTask(nowhere), outdated),
  'POST /api/tasks/:id/finish': simply('POST /api/tasks/:id/finish', onTask({ finding: 'nothing-found' }), outdated),
  'PUT /api/tasks/:id/photos/:photoId': simply(
    'PUT /api/tasks/:id/photos/:photoId',
    ({ taskId }) => ({
      params: { id: taskId, photoId: randomUUID() },
      query: { takenAt: takenAt(), nonce: 'guessed' },
      bytes: noPicture,
      media: 'image/png',
    }),
    '422 nonce-wrong',
  ),
  'GET /api/cases': list('GET /api/cases', hasId('caseId'), wholePage),
  'GET /api/cases/:id': simply('GET /api/cases/:id', ({ caseId }) => ({ params: { id: caseId } })),
  // The one that leaves something behind: another case.
  'POST /api/cases': simply('POST /api/cases', ({ regionId }) => ({
    body: act({ title: '试报', sourceClass: 'dust', regionId }),
  })),
  'POST /api/cases/:id/assign': simply('POST /api/cases/:id/assign', onCase({ unitId: randomUUID() }), outdated),
  'POST /api/cases/:id/acknowledge': simply('POST /api/cases/:id/acknowledge', onCase(), outdated),
  'POST /api/cases/:id/begin': simply('POST /api/cases/:id/begin', onCase(), outdated),
  'POST /api/cases/:id/submit': simply('POST /api/cases/:id/submit', onCase({ result: '已整改' }), outdated),
  'PUT /api/cases/:id/photos/:photoId': simply(
    'PUT /api/cases/:id/photos/:photoId',
    ({ caseId }) => ({
      params: { id: caseId, photoId: randomUUID() },
      query: { takenAt: takenAt() },
      bytes: noPicture,
      media: 'image/png',
    }),
    '422 photo-not-image',
  ),
  'POST /api/cases/:id/return': simply('POST /api/cases/:id/return', onCase({ reason: '不合格' }), outdated),
  'POST /api/cases/:id/verify': simply('POST /api/cases/:id/verify', onCase(), outdated),
  'POST /api/cases/:id/close': simply('POST /api/cases/:id/close', onCase(), outdated),
  'GET /api/photos/:id/bytes of a task': simply('GET /api/photos/:id/bytes of a task', ({ taskPhotoId }) => ({
    params: { id: taskPhotoId },
  })),
  'GET /api/photos/:id/bytes of a case': simply('GET /api/photos/:id/bytes of a case', ({ casePhotoId }) => ({
    params: { id: casePhotoId },
  })),
  'GET /api/search of a station': finds('a station', 'stationCode', 'stationCode'),
  'GET /api/search of a device': finds('a device', 'mn', 'deviceId'),
  'GET /api/search of an alert': finds('an alert', 'alertNumber', 'alertId'),
  'GET /api/search of a task': finds('a task', 'taskNumber', 'taskId'),
  'GET /api/search of a case': finds('a case', 'caseNumber', 'caseId'),
  'GET /api/search of a source': finds('a source', 'sourceCode', 'sourceId'),
  'GET /api/sources': list('GET /api/sources', hasId('sourceId'), () => ({ query: { limit: 1000 } })),
  'GET /api/sources/:id': simply('GET /api/sources/:id', ({ sourceId }) => ({ params: { id: sourceId } })),
  'POST /api/sources': simply(
    'POST /api/sources',
    ({ regionId, unitId }) => ({
      body: act({ ...sourceCard, code: TAKEN_CODE, regionId, unitId }),
    }),
    '409 already-exists',
  ),
  'POST /api/sources/:id': simply(
    'POST /api/sources/:id',
    ({ sourceId }) => ({ params: { id: sourceId }, body: onVersion(sourceCard) }),
    outdated,
  ),
  'POST /api/sources/:id/state': simply(
    'POST /api/sources/:id/state',
    ({ sourceId }) => ({ params: { id: sourceId }, body: onVersion({ state: 'retired', reason: '拆除' }) }),
    outdated,
  ),
  'GET /api/messages': list('GET /api/messages', hasSome),
  'GET /api/channels': list('GET /api/channels', hasSome),
  'POST /api/channels': simply('POST /api/channels', () => ({
    body: act({ name: '又一个群', url: 'http://127.0.0.1:9/' }),
  })),
  'GET /api/ledger': list('GET /api/ledger', hasSome),
  'GET /api/answers of the ledger': {
    async ask(caller) {
      const whole = await caller.ask('GET /api/answers', { query: { to: '/api/ledger' } })
      const [ledger] = answersIn.safeParse(whole.body).data?.items ?? []
      if (ledger === undefined) return whole
      const { status, body } = ledger
      const code = status === 200 ? '' : z.object({ code: z.string() }).parse(body).code
      return { status, body, verdict: `${status} ${code}`.trim() }
    },
    passes: '200',
    holds: (body) => hasSome(itemsOf(body)),
  },
  'GET /api/ledger/export': {
    ...simply('GET /api/ledger/export'),
    holds: (body) => typeof body === 'string' && body.includes('case.reported'),
  },
}
