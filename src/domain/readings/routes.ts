import { Readable } from 'node:stream'
import type { Foundation } from '../../platform/foundation.ts'
import { writeCursor } from '../../platform/http/cursor.ts'
import { csvMedia } from '../../platform/tables/csv-writer.ts'
import { workbookFlow, workbookMedia } from '../../platform/tables/workbook-writer.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { readingsApi } from './api.ts'
import { csvFlow, exportName, rowsOfPage, workbookOf } from './export.ts'
import { rawFrames, valueLayers } from './raw.ts'
import { type AskedReadings, askReadings, type NamedRow, stationsNow } from './service.ts'
import type { ReadingsStore } from './store.ts'
import { columnsGatherer } from './told-columns.ts'
import { readingsWriter } from './told-json.ts'
import { unitOfValue } from './units.ts'

/** HTTP of the readings room. */
export function readingsRoutes(foundation: Foundation, readings: ReadingsStore): RoomHandlers<typeof readingsApi> {
  const { words, clocks } = foundation
  return {
    'GET /api/readings': async ({ query }, { principal, language, signal }) => {
      const wanted = spanOf(query)
      const asked = await askReadings(foundation, readings, principal, wanted)
      if (query.format === 'json') {
        // One row more than is wanted tells whether there is a next page.
        const pages = untilGone(pagesFor(asked, query.limit + 1), signal)
        return { flow: jsonFlow(pages, query.limit), media: 'application/json; charset=utf-8' }
      }
      const pages = untilGone(pagesFor(asked, Number.POSITIVE_INFINITY), signal)
      const fileName = exportName(wanted, asked.factor, words, language, query.format)
      if (query.format === 'csv') return { flow: csvFlow(pages), media: csvMedia, fileName }
      const plan = workbookOf(pages, words, language, clocks.domain.now())
      return { flow: workbookFlow(plan), media: workbookMedia, fileName }
    },
    'GET /api/readings/columns': async ({ query }, { principal, signal }) => {
      const asked = await askReadings(foundation, readings, principal, spanOf(query))
      const gatherer = columnsGatherer()
      // One row more than is wanted tells whether there is a next page.
      let taken = 0
      let last: NamedRow | undefined
      let hasMore = false
      for await (const page of untilGone(pagesFor(asked, query.limit + 1), signal)) {
        const rows = page.slice(0, query.limit - taken)
        hasMore = rows.length < page.length
        taken += rows.length
        last = rows.at(-1) ?? last
        for (const row of rows) gatherer.add(row)
        if (hasMore) break
      }
      return { items: gatherer.told(), next: nextAfter(hasMore, last) }
    },
    'GET /api/readings/latest': async (_call, { principal }) => {
      const stations = await stationsNow(foundation, readings, principal)
      return {
        items: stations.map(({ stationId, factors }) => ({
          stationId,
          factors: factors.map((one) => ({
            factor: one.factor,
            unit: unitOf(one.factor),
            realtime: one.realtime === null ? null : { ...one.realtime, at: isoShanghai(one.realtime.at) },
            hour: one.hour === null ? null : { ...one.hour, endingAt: isoShanghai(one.hour.endingAt) },
            today: one.today,
          })),
        })),
      }
    },
    'GET /api/readings/raw': async ({ query }, { principal, language }) => {
      const asked = { ...query, at: Date.parse(query.at) }
      const frames = await rawFrames(foundation, readings, principal, asked, language)
      return { items: frames.map((one) => ({ ...one, receivedAt: isoShanghai(one.receivedAt) })) }
    },
    'GET /api/readings/layers': async ({ query }, { principal }) => {
      const { factor, statistic, layers } = await valueLayers(foundation, readings, principal, {
        ...query,
        at: Date.parse(query.at),
      })
      return {
        unit: unitOfValue(factor, statistic),
        items: layers.map((one) => ({ ...one, recordedAt: isoShanghai(one.recordedAt) })),
      }
    },
  }
}

/** @param rows that are wanted in all */
function pagesFor({ factor, pages }: AskedReadings, rows: number): ReturnType<AskedReadings['pages']> {
  const most = rowsOfPage(factor)
  return rows > most ? pages(most, true) : pages(rows)
}

/** The same question with its instants as numbers. */
function spanOf<Q extends { from: string; to: string; knownAt?: string | undefined }>(query: Q) {
  const knownAt = query.knownAt === undefined ? undefined : Date.parse(query.knownAt)
  return { ...query, from: Date.parse(query.from), to: Date.parse(query.to), knownAt }
}

function nextAfter(hasMore: boolean, last: NamedRow | undefined): string | null {
  return hasMore && last !== undefined ? writeCursor({ at: last.periodEnd, id: last.deviceId }) : null
}

/**
 * A page of the answer as JSON, written while it is read: a page may hold some hundred thousand values.
 * @param limit periods of a device, each with all its values
 */
function jsonFlow(pages: AsyncIterable<readonly NamedRow[]>, limit: number): Readable {
  return Readable.from(jsonPieces(pages, limit), { objectMode: false })
}

async function* jsonPieces(pages: AsyncIterable<readonly NamedRow[]>, limit: number): AsyncGenerator<Buffer> {
  // Written together with the first page: a question that fails at once is answered as a problem.
  const write = readingsWriter()
  let text = '{"items":['
  let isFirst = true
  let taken = 0
  let last: NamedRow | undefined
  let hasMore = false
  for await (const page of pages) {
    const rows = page.slice(0, limit - taken)
    hasMore = rows.length < page.length
    taken += rows.length
    last = rows.at(-1) ?? last
    for (const row of rows) {
      const told = write(row)
      if (told === '') continue
      text += isFirst ? told : `,${told}`
      isFirst = false
    }
    if (text !== '') yield Buffer.from(text)
    text = ''
    if (hasMore) break
  }
  yield Buffer.from(`${text}],"next":${JSON.stringify(nextAfter(hasMore, last))}}`)
}

/** Pages as long as somebody wants them: the signal fires when the client is gone or the server closes. */
async function* untilGone<T>(pages: AsyncGenerator<T, void, void>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  for await (const page of pages) {
    signal.throwIfAborted()
    yield page
  }
}
