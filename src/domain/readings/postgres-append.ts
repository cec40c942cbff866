import type { IncomingFrame } from './model.ts'
import { type Hands, inTransaction, takeNumbers } from './postgres-change.ts'
import { literalUnless, numbersLiteral, storableText, textsLiteral, wordsLiteral } from './postgres-literals.ts'
import { isPartMissing } from './postgres-parts.ts'
import { type LayerRecord, usualFlag } from './records.ts'
import type { AppendOutcome } from './store.ts'
import type { Appended } from './tail.ts'

/** A layer of a frame, and the frame's place in the batch, from 1. */
interface Placed {
  place: number
  layer: LayerRecord
  layoutId: number
}

interface Sent {
  batch: Batch
  outcome: Promise<{ rows: Answer[] }>
}

interface Batch {
  countyId: string
  frames: readonly IncomingFrame[]
  layers: readonly Placed[]
}

interface Answer {
  base: number
  /** Places of frames that were there already; null: none was. */
  duplicates: number[] | null
  /** Places of frames whose layer is not the first of its period, and its version; null: all are. */
  later_places: number[] | null
  later_versions: number[] | null
}

/** Once more after somebody dropped a part that this process knew of. */
const ATTEMPTS = 2

/**
 * Makes frames durable: those of each county together, all or none, in one call of the database. Calls go out in the order
 * in which they are made here, without waiting for the answers of those before.
 */
export function frameAppender(hands: Hands): (frames: readonly IncomingFrame[]) => Promise<AppendOutcome[]> {
  const { inOrder, pool, layouts, parts, tail } = hands
  /** What was called for is on its way. */
  let turn: Promise<unknown> = Promise.resolve()

  async function send(countyId: string, frames: readonly IncomingFrame[]): Promise<Sent> {
    await parts.ensure(frames.flatMap(({ readings }) => readings ?? []))
    await makeLayouts(countyId, frames)
    const batch = { countyId, frames, layers: layersOf(countyId, frames) }
    const outcome = inOrder.query<Answer>({ name: 'append-frames', text: CALL, values: valuesOf(batch) })
    // Whoever waits for it comes a moment later; meanwhile its failure is not nobody's.
    outcome.catch(() => undefined)
    return { batch, outcome }
  }

  async function inTurn(countyId: string, frames: readonly IncomingFrame[]): Promise<AppendOutcome[]> {
    const sent = turn.then(() => send(countyId, frames))
    turn = sent.catch(() => undefined)
    const { batch, outcome } = await sent
    const [answer] = (await outcome).rows
    if (answer === undefined) throw new Error('no sequence numbers were given')
    return taken(batch, answer)
  }

  async function append(countyId: string, frames: readonly IncomingFrame[]): Promise<AppendOutcome[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTurn(countyId, frames)
      } catch (error) {
        if (attempt === ATTEMPTS || !isPartMissing(error)) throw error
        parts.forget()
      }
    }
  }

  /** New column orders are made before the frames that need them; the lock keeps two processes from making the same. */
  async function makeLayouts(countyId: string, frames: readonly IncomingFrame[]): Promise<void> {
    const isNew = ({ readings }: IncomingFrame) =>
      readings !== null && layouts.known(countyId, readings.columns) === undefined
    if (!frames.some(isNew)) return
    await inTransaction(pool, layouts, async (client, layoutsHere) => {
      await takeNumbers(client, countyId, 0)
      for (const { readings } of frames) if (readings !== null) await layoutsHere.of(countyId, readings.columns)
    })
  }

  function layersOf(countyId: string, frames: readonly IncomingFrame[]): Placed[] {
    const layers: Placed[] = []
    for (const [at, { readings, receivedAt }] of frames.entries()) {
      if (readings === null) continue
      const { deviceId, resolution, periodStart, periodEnd, values, flags, qualities } = readings
      const layout = layouts.known(countyId, readings.columns)
      if (layout === undefined) throw new Error('a column order was not made')
      layers.push({
        place: at + 1,
        layoutId: layout.id,
        layer: {
          deviceId,
          resolution,
          periodStart,
          periodEnd,
          version: 1,
          source: 'frame',
          sourceId: null,
          seq: 0,
          recordedAt: receivedAt,
          columns: layout.columns,
          values,
          flags,
          qualities,
        },
      })
    }
    return layers
  }

  /** The batch is durable. */
  function taken({ countyId, frames, layers }: Batch, answer: Answer): AppendOutcome[] {
    const { base, duplicates, later_places: laterPlaces, later_versions: laterVersions } = answer
    const outcomes = frames.map((_, at): AppendOutcome => ({ result: 'stored', seq: base + at + 1 }))
    for (const place of duplicates ?? []) outcomes[place - 1] = { result: 'duplicate', seq: null }
    const versions = new Map(laterPlaces?.map((place, at) => [place, laterVersions?.[at] ?? 1]))
    const stored: LayerRecord[] = []
    for (const { place, layer } of layers) {
      if (outcomes[place - 1]?.result !== 'stored') continue
      layer.seq = base + place
      layer.version = versions.get(place) ?? 1
      stored.push(layer)
    }
    const appended: Appended = { countyId, base, to: base + frames.length, layers: stored }
    tail.add(appended)
    return outcomes
  }

  return async (frames) => {
    const outcomes = new Array<AppendOutcome>(frames.length)
    await Promise.all(
      [...byCounty(frames)].map(async ([countyId, places]) => {
        const own = places.flatMap((place) => frames[place] ?? [])
        for (const [at, outcome] of (await append(countyId, own)).entries()) {
          const place = places[at]
          if (place !== undefined) outcomes[place] = outcome
        }
      }),
    )
    return outcomes
  }
}

/** Places of the frames of each county. */
function byCounty(frames: readonly IncomingFrame[]): Map<string, number[]> {
  const counties = new Map<string, number[]>()
  for (const [place, { countyId }] of frames.entries()) {
    const places = counties.get(countyId)
    if (places === undefined) counties.set(countyId, [place])
    else places.push(place)
  }
  return counties
}

const ARGUMENTS = 28
const CALL = `select * from weike.append_frames(${Array.from({ length: ARGUMENTS }, (_, at) => `$${at + 1}`).join(', ')})`

/** Arguments of `weike.append_frames`. Bytes travel as one binary parameter, not as hex text. */
function valuesOf({ countyId, frames, layers }: Batch): unknown[] {
  const events = frames.flatMap(({ event }, at) => (event === null ? [] : [{ place: at + 1, event }]))
  const replayed = frames.flatMap(({ replays }, at) => (replays === null ? [] : [{ place: at + 1, replays }]))
  return [
    countyId,
    Buffer.concat(frames.map(({ identity }) => identity)),
    Buffer.concat(frames.map(({ bytes }) => bytes)),
    numbersLiteral(frames.map(({ bytes }) => bytes.length)),
    textsLiteral(frames.map(({ mn }) => mn)),
    wordsLiteral(frames.map(({ deviceId }) => deviceId)),
    numbersLiteral(frames.map(({ receivedAt }) => receivedAt)),
    numbersLiteral(frames.map(({ dataHour }) => dataHour)),
    textsLiteral(frames.map(({ cn }) => cn)),
    textsLiteral(frames.map(({ qn }) => qn)),
    textsLiteral(frames.map(({ dataTime }) => dataTime)),
    wordsLiteral(frames.map(({ disposition }) => disposition)),
    wordsLiteral(frames.map(({ reason }) => reason)),
    numbersLiteral(layers.map(({ place }) => place)),
    wordsLiteral(layers.map(({ layer }) => layer.deviceId)),
    wordsLiteral(layers.map(({ layer }) => layer.resolution)),
    numbersLiteral(layers.map(({ layer }) => layer.periodEnd)),
    numbersLiteral(layers.map(({ layer }) => layer.periodStart)),
    numbersLiteral(layers.map(({ layoutId }) => layoutId)),
    textsLiteral(layers.map(({ layer }) => numbersLiteral(layer.values))),
    textsLiteral(layers.map(({ layer }) => literalUnless(usualFlag('frame'), layer.flags))),
    textsLiteral(layers.map(({ layer }) => literalUnless(null, layer.qualities))),
    numbersLiteral(events.map(({ place }) => place)),
    textsLiteral(events.map(({ event }) => event.id)),
    textsLiteral(events.map(({ event }) => event.kind)),
    textsLiteral(events.map(({ event }) => jsonText(event.data))),
    numbersLiteral(replayed.map(({ place }) => place)),
    numbersLiteral(replayed.map(({ replays }) => replays)),
  ]
}

function jsonText(data: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(data).map(([name, text]) => [storableText(name), storableText(text)])),
  )
}
