import { expect, it } from 'vitest'
import type { FeedRequest } from './model.ts'
import { asksByTime, fillRequest, placesIn } from './template.ts'

const request: FeedRequest = {
  ...{ url: 'https://api.example/{station}/hours?from={from}&to={to+1h}&p={page}&k={token}', method: 'POST' },
  bodyType: 'json',
  body: '{"from":"{from}","station":"{station}","list":{}}',
  headers: [{ name: 'Authorization', value: 'Bearer {token}' }],
  ...{ timeoutSeconds: 30, hoursAtOnce: 24, lookBackHours: 24, paging: { kind: 'none' } },
}
const reading = { timeFormat: 'yyyy-MM-dd HH:mm', timeZone: 'Asia/Shanghai', hourNamed: 'end' as const }
const at = (clock: string) => Date.parse(`2026-11-18T${clock}:00+08:00`)
const asked = { span: { from: at('03:00'), to: at('14:00') }, station: 'S"1&', page: 2 }

it('templates are filled, each place by the rules of where it stands; what is told has no token', () => {
  expect(fillRequest(request, reading, asked, 't/o+k')).toEqual({
    url: 'https://api.example/S%221%26/hours?from=2026-11-18%2003%3A00&to=2026-11-18%2015%3A00&p=2&k=t%2Fo%2Bk',
    told: 'https://api.example/S%221%26/hours?from=2026-11-18%2003%3A00&to=2026-11-18%2015%3A00&p=2&k={token}',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer t/o+k' },
    body: String.raw`{"from":"2026-11-18 03:00","station":"S\"1&","list":{}}`,
  })
})

it('hours are asked for by the names that the source gives them', () => {
  const named = { ...reading, hourNamed: 'start' as const, timeZone: 'UTC', timeFormat: 'yyyyMMddHH' }
  // The hour that ends at 03:00 in Shanghai begins at 18:00 of the day before in UTC.
  expect(fillRequest({ ...request, url: 'http://x/{from}/{to}' }, named, asked, null).url).toBe(
    'http://x/2026111718/2026111805',
  )
})

it('a form is encoded as one, and a line end begins no other header', () => {
  const form = { ...request, bodyType: 'form' as const, body: 'station={station}' }
  const filled = fillRequest(form, reading, asked, 'a\r\nX: y')
  expect(filled.body).toBe('station=S%221%26')
  expect(filled.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer aX: y' })
})

it('tells what it holds, and whether hours of the past can be asked for', () => {
  expect(placesIn('{from}{hour}{to-2h}{"a":{}}')).toEqual({ used: new Set(['from', 'to']), unknown: ['{hour}'] })
  expect(asksByTime(request)).toBe(true)
  expect(asksByTime({ ...request, url: 'http://x/{from}', body: '' })).toBe(false)
  expect(asksByTime({ ...request, url: 'http://x/{time}', body: '' })).toBe(true)
})
