import type { Quality, Reading, Resolution, Source } from './model.ts'
import type { ReadingLayer } from './store.ts'

/** Where values themselves come from; `quality` and `correction` lie over them. */
type ValueSource = Exclude<Source, 'quality' | 'correction'>

const asSent: readonly ValueSource[] = ['rollup', 'import', 'feed', 'frame', 'reviewed']
const asTheLawMakesIt: readonly ValueSource[] = ['import', 'feed', 'frame', 'reviewed', 'rollup']

/**
 * Which source stands over which, from the lowest to the highest, by resolution: what was reviewed over what a device measured,
 * that over what a feed brought in real time, that over what was imported, all over what Weike worked out. Days, months and years are made by GB 3095-2012 table 4 and HJ 663-2013 from their hours
 * and days, not by a logger, so there the worked out stands over the sent.
 */
export const precedence: Readonly<Record<Resolution, readonly Source[]>> = {
  realtime: asSent,
  minute: asSent,
  hour: asSent,
  day: asTheLawMakesIt,
  month: asTheLawMakesIt,
  year: asTheLawMakesIt,
}

/** What the code in a correction layer's `qualities` does to a column; the kinds are those of corrections/model.ts. */
export const correctionCodes: Readonly<Record<string, { quality: Quality; replaces: boolean }>> = {
  corrected: { quality: 'valid', replaces: true },
  voided: { quality: 'invalid', replaces: false },
  kept: { quality: 'valid', replaces: false },
}

/** What was said of one factor and statistic. */
interface Column {
  /** The value that stands, by precedence, then by version. */
  base?: Reading
  /** The newest verdict of a later check. */
  verdict?: Reading
  /** The newest correction. */
  correction?: Reading
}

/**
 * What stands after all layers of one device, resolution and period are laid over each other, per factor and statistic:
 * - the value, flag and own quality of the highest source (`precedence`), its newest version;
 * - a `quality` layer that is newer than that value gives it its quality, unless it names another value than the one that
 *   stands (it judged one that has gone); a verdict of null was taken back, and the value's own quality stands again;
 * - the newest `correction` stands over everything: `corrected` puts its own value, `voided` and `kept` judge whatever value
 *   there is.
 *
 * `source`, `seq`, `flag` and `recordedAt` are those of the layer that brought the value; `version` is that of the newest
 * layer that had a say in it.
 * @param layers in any order; their versions differ
 */
export function effective(layers: readonly ReadingLayer[]): Reading[] {
  const [only] = layers
  if (layers.length === 1 && only !== undefined && bringsValues(only.source)) return only.readings
  const columns = new Map<string, Column>()
  for (const layer of layers.toSorted((a, b) => a.version - b.version)) {
    for (const reading of layer.readings) lay(columns, reading)
  }
  return [...columns.values()].flatMap((column) => standing(column) ?? [])
}

/** A layer that says something of its own: alone, it is what stands. */
export function bringsValues(source: Source): boolean {
  return source !== 'quality' && source !== 'correction'
}

/** Layers come by version, so of two that say the same kind of thing the later is the newer. */
function lay(columns: Map<string, Column>, reading: Reading): void {
  const key = `${reading.factor}-${reading.statistic}`
  let column = columns.get(key)
  if (column === undefined) {
    column = {}
    columns.set(key, column)
  }
  if (reading.source === 'quality') column.verdict = reading
  else if (reading.source === 'correction') column.correction = reading
  else if (column.base === undefined || rank(reading) >= rank(column.base)) column.base = reading
}

function rank({ resolution, source }: Reading): number {
  return precedence[resolution].indexOf(source)
}

function standing({ base, verdict, correction }: Column): Reading | undefined {
  const code = correction?.reason == null ? undefined : correctionCodes[correction.reason]
  if (correction !== undefined && code?.replaces) return { ...correction, quality: code.quality }
  if (base === undefined) return undefined
  const judged = verdict !== undefined && speaksOf(verdict, base) ? judgedBy(base, verdict) : base
  if (correction === undefined || code === undefined) return judged
  const version = Math.max(judged.version, correction.version)
  return { ...judged, quality: code.quality, reason: correction.reason, version }
}

function speaksOf(verdict: Reading, base: Reading): boolean {
  return verdict.version > base.version && (verdict.value === null || verdict.value === base.value)
}

function judgedBy(base: Reading, verdict: Reading): Reading {
  const { version } = verdict
  if (verdict.reason === null) return { ...base, version }
  return { ...base, quality: verdict.quality, reason: verdict.reason, version }
}
