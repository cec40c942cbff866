import { createServer, type ServerResponse } from 'node:http'
import type { Told } from './history.ts'
import { type Kind, rowsPublished } from './published.ts'

/** The path under which hours are asked for. */
export const HOURS_PATH = '/openapi/hours'
/** So many hours a request, as such interfaces bound it. */
const MOST_HOURS = 24 * 31

/** What the interface knows once the demo's time runs. */
export interface Publishing {
  seed: string
  /** The stations that come this way. */
  told: readonly Told[]
  /** In the demo's time. [epoch ms] */
  now: () => number
}

export interface ProvincialInterface {
  /** `http://127.0.0.1:port` */
  url: string
  publish(what: Publishing): void
  close(): Promise<void>
}

/**
 * A provincial interface on this machine, that tells the hours of stations which send to nobody else:
 * `GET /openapi/hours?kind=realtime|reviewed&from=2026-11-18 12:00:00&to=…`, hours by their end, both ends included. What it
 * says is simulated, and says so.
 */
export async function startInterface(port: number): Promise<ProvincialInterface> {
  let publishing: Publishing | null = null
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://interface')
    if (request.method !== 'GET' || url?.pathname !== HOURS_PATH)
      return say(response, 404, { code: 404, msg: '无此接口' })
    if (publishing === null) return say(response, 503, { code: 503, msg: '尚未开始' })
    const kind: Kind = url.searchParams.get('kind') === 'reviewed' ? 'reviewed' : 'realtime'
    const [from, to] = [instantIn(url.searchParams.get('from')), instantIn(url.searchParams.get('to'))]
    if (from === null || to === null || to - from > MOST_HOURS * 3_600_000)
      return say(response, 400, { code: 400, msg: 'from、to 应为 yyyy-MM-dd HH:mm:ss，最多 31 天' })
    const { seed, told, now } = publishing
    const span = { from, to, now: now() }
    say(response, 200, {
      code: 0,
      simulated: true,
      msg: '模拟数据，不是监测结果 (simulated, no measurement)',
      kind: kind === 'reviewed' ? '审核后' : '实时',
      data: told.flatMap((one) => rowsPublished(seed, one, kind, span)),
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${boundPort}`,
    publish(what) {
      publishing = what
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An hour's label in civil time of the place; null: it is none. [epoch ms] */
function instantIn(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  const instant = Date.parse(`${text.replace(' ', 'T')}+08:00`)
  return Number.isNaN(instant) ? null : instant
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
