import { expect, it } from 'vitest'
import { type FeedShape, isUnder, originOf, unfitness } from './decide.ts'
import type { FeedReading, FeedRequest } from './model.ts'

const request: FeedRequest = {
  ...{ url: 'https://api.example/hours?from={from}&to={to}', method: 'GET', bodyType: 'json', body: '', headers: [] },
  ...{ timeoutSeconds: 30, hoursAtOnce: 24, lookBackHours: 24, paging: { kind: 'none' } },
}
const reading: FeedReading = {
  ...{ form: 'json', rows: 'data[*]', headerLine: 1, station: 'code', time: 'time', hour: '', timeFormat: 'auto' },
  ...{ timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'wide', factorField: '', valueField: '' },
  factors: [{ name: 'pm25', factor: 'a34004', unit: 'µg/m³', optional: false }],
  ...{ missing: [], missingMeans: 'nothing', unknownStations: 'refuse', needsLineEnd: false },
}
const plan: FeedShape = { request, folder: null, reading, stations: [{ code: 'S1', stationId: '1' }] }
const unfit = (to: Partial<FeedShape>, hasToken = false) =>
  unfitness('http', { ...plan, ...to }, hasToken, [])?.reason ?? null
const asking = (to: Partial<FeedRequest>) => ({ request: { ...request, ...to } })
const read = (to: Partial<FeedReading>) => ({ reading: { ...reading, ...to } })

it.each([
  ['as it should be', {}, null],
  ['an address of something else', asking({ url: 'file:///etc/passwd' }), 'url'],
  ['a password in the address', asking({ url: 'https://me:pw@api.example/' }), 'url'],
  ['a host that is filled in', asking({ url: 'https://{station}.example/' }), 'url'],
  ['a placeholder that is none', asking({ url: 'https://api.example/?x={hour}' }), 'placeholder'],
  [
    'pages whose number is asked for nowhere',
    asking({ paging: { kind: 'number', first: 1, size: 10 } }),
    'placeholder',
  ],
  ['a secret in a header', asking({ headers: [{ name: 'X-Api-Key', value: 'abc' }] }), 'secret'],
  ['a secret in the address', asking({ url: 'https://api.example/?appkey=abc' }), 'secret'],
  [
    'a token that is not there',
    asking({ headers: [{ name: 'Authorization', value: 'Bearer {token}' }] }),
    'token-needed',
  ],
  ['a path that is none', read({ rows: 'data[?(1)]' }), 'path'],
  ['a format of times that is none', read({ timeFormat: 'YYYY' }), 'time-format'],
  ['a zone that is none', read({ timeZone: 'Mars' }), 'time-zone'],
  [
    'a factor that is none',
    read({ factors: [{ name: 'x', factor: 'nothing', unit: 'µg/m³', optional: false }] }),
    'factor',
  ],
  [
    'a unit of something else',
    read({ factors: [{ name: 'x', factor: 'a34004', unit: 'hPa', optional: false }] }),
    'unit',
  ],
  ['rows of one value that name no factor', read({ layout: 'long' }), 'values'],
  [
    'several stations that nothing tells apart',
    {
      ...read({ station: '' }),
      stations: [
        { code: 'a', stationId: '1' },
        { code: 'b', stationId: '2' },
      ],
    },
    'station-needed',
  ],
  [
    'a station twice',
    {
      stations: [
        { code: 'a', stationId: '1' },
        { code: 'b', stationId: '1' },
      ],
    },
    'station-twice',
  ],
])('%s', (_what, to, expected) => {
  expect(unfit(to)).toBe(expected)
})

it('braces of JSON in a body are no placeholders', () => {
  const body = '{"query": {"from": "{from}"}, "n": {}}'
  expect(unfit(asking({ method: 'POST', body }))).toBeNull()
})

it('a folder lies under a root, whatever its dots say', () => {
  expect(isUnder('/data/in', '/data')).toBe(true)
  expect(isUnder('/data', '/data')).toBe(true)
  expect(isUnder('/data/../etc', '/data')).toBe(false)
  expect(isUnder('/database', '/data')).toBe(false)
  expect(isUnder('in', '/data')).toBe(false)
})

it('an origin is scheme, host and port', () => {
  expect(originOf('HTTPS://Api.Example:443/a?{token}')).toBe('https://api.example')
  expect(originOf('http://api.example:8080/{station}/x')).toBe('http://api.example:8080')
  expect(originOf('nonsense')).toBeNull()
})
