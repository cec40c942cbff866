import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effective, precedence } from './layers.ts'
import { columnOf } from './layouts.ts'
import { type Resolution, resolutions, type Source, sources } from './model.ts'
import { layerOf } from './records.ts'
import type { ReadingLayer } from './store.ts'

const END = Date.parse('2026-11-18T12:00:00+08:00')

/** A column of a layer: value, then reason, then flag; what is left out is null. */
type Cell = readonly [value: number | null, reason?: string | null, flag?: string | null]

function layer(
  version: number,
  source: Source,
  cells: Readonly<Record<string, Cell>>,
  resolution: Resolution = 'hour',
): ReadingLayer {
  return layerOf({
    deviceId: 'device',
    resolution,
    periodStart: END - 1,
    periodEnd: END,
    version,
    source,
    sourceId: null,
    seq: 100 + version,
    recordedAt: 1_000 + version,
    columns: Object.keys(cells).map(columnOf),
    values: Object.values(cells).map(([value]) => value),
    flags: Object.values(cells).map(([, , flag]) => flag ?? null),
    qualities: Object.values(cells).map(([, reason]) => reason ?? null),
  })
}

/** What stands, as `column: value quality reason source version`. */
function standing(layers: readonly ReadingLayer[]): string[] {
  return effective(layers)
    .map(
      ({ factor, statistic, value, quality, reason, source, version }) =>
        `${factor}-${statistic}: ${value} ${quality} ${reason} ${source} ${version}`,
    )
    .toSorted()
}

const PM = 'a34004-Avg'
const frame = (version: number, value: number, reason: string | null = null) =>
  layer(version, 'frame', { [PM]: [value, reason, 'N'] })
const verdict = (version: number, reason: string | null, value: number | null = null) =>
  layer(version, 'quality', { [PM]: [value, reason] })
const correction = (version: number, code: string, value: number | null = null) =>
  layer(version, 'correction', { [PM]: [value, code] })

describe('layers of one period lie over each other', () => {
  // biome-ignore format: a table to proof-read
  const table: readonly (readonly [promise: string, layers: readonly ReadingLayer[], standing: readonly string[]])[] = [
    ['nothing said, nothing stands', [], []],
    ['a frame alone says what it says', [frame(1, 35, 'mark-fault')], ['a34004-Avg: 35 invalid mark-fault frame 1']],
    ['the newest frame stands', [frame(1, 35), frame(2, 36)], ['a34004-Avg: 36 valid null frame 2']],
    ['a newer frame with fewer factors hides nothing of the others',
      [layer(1, 'frame', { [PM]: [35], 'a34002-Avg': [60] }), frame(2, 36)],
      ['a34002-Avg: 60 valid null frame 1', 'a34004-Avg: 36 valid null frame 2']],
    ['statistics are columns of their own',
      [layer(1, 'frame', { [PM]: [35], 'a34004-Max': [80] }), frame(2, 36)],
      ['a34004-Avg: 36 valid null frame 2', 'a34004-Max: 80 valid null frame 1']],

    ['what was sent stands over what was imported, whichever came first',
      [frame(1, 35), layer(2, 'import', { [PM]: [40] })], ['a34004-Avg: 35 valid null frame 1']],
    ['what was imported stands over what was worked out',
      [layer(1, 'import', { [PM]: [40] }), layer(2, 'rollup', { [PM]: [39] })], ['a34004-Avg: 40 valid null import 1']],
    ['what a feed brings in real time stands over what was imported, whichever came first',
      [layer(1, 'feed', { [PM]: [35] }), layer(2, 'import', { [PM]: [40] })], ['a34004-Avg: 35 valid null feed 1']],
    ['what was reviewed stands over what came in real time, also when that is revised later',
      [layer(1, 'feed', { [PM]: [35] }), layer(2, 'reviewed', { [PM]: [31] }), layer(3, 'feed', { [PM]: [36] })],
      ['a34004-Avg: 31 valid null reviewed 2']],
    ['where nothing was reviewed the real-time value stands',
      [layer(1, 'feed', { [PM]: [35], 'a34002-Avg': [60] }), layer(2, 'reviewed', { [PM]: [31] })],
      ['a34002-Avg: 60 valid null feed 1', 'a34004-Avg: 31 valid null reviewed 2']],
    ['a day worked out stands over the one reviewed',
      [layer(1, 'rollup', { [PM]: [39] }, 'day'), layer(2, 'reviewed', { [PM]: [35] }, 'day')],
      ['a34004-Avg: 39 valid null rollup 1']],
    ['an hour of its own stands over the one worked out from minutes',
      [frame(1, 35), layer(2, 'rollup', { [PM]: [39] })], ['a34004-Avg: 35 valid null frame 1']],
    ['a day worked out stands over the one sent',
      [layer(1, 'rollup', { [PM]: [39] }, 'day'), layer(2, 'frame', { [PM]: [35] }, 'day')],
      ['a34004-Avg: 39 valid null rollup 1']],
    ['where nothing was worked out the day that was sent stands',
      [layer(1, 'frame', { [PM]: [35] }, 'day'), layer(2, 'rollup', { 'a34002-Avg': [60] }, 'day')],
      ['a34002-Avg: 60 valid null rollup 2', 'a34004-Avg: 35 valid null frame 1']],

    ['a verdict changes the quality and nothing else',
      [frame(1, 35), verdict(2, 'spike')], ['a34004-Avg: 35 suspect spike frame 2']],
    ['the newest verdict counts', [frame(1, 35), verdict(2, 'spike'), verdict(3, 'flat-line')],
      ['a34004-Avg: 35 suspect flat-line frame 3']],
    ['a verdict that was taken back leaves what the value said of itself',
      [frame(1, 35, 'mark-fault'), verdict(2, 'spike'), verdict(3, null)], ['a34004-Avg: 35 invalid mark-fault frame 3']],
    ['a verdict ends when a newer frame speaks of the column',
      [frame(1, 35), verdict(2, 'spike'), frame(3, 36)], ['a34004-Avg: 36 valid null frame 3']],
    ['and not when it speaks of another', [frame(1, 35), verdict(2, 'spike'), layer(3, 'frame', { 'a34002-Avg': [60] })],
      ['a34002-Avg: 60 valid null frame 3', 'a34004-Avg: 35 suspect spike frame 2']],
    ['nor when what came later does not stand', [frame(1, 35), verdict(2, 'spike'), layer(3, 'rollup', { [PM]: [39] })],
      ['a34004-Avg: 35 suspect spike frame 2']],
    ['a verdict that names its value speaks of that value alone',
      [frame(1, 35), frame(2, 36), verdict(3, 'spike', 35)], ['a34004-Avg: 36 valid null frame 2']],
    ['and does when it is the one that stands',
      [frame(1, 35), frame(2, 36), verdict(3, 'spike', 36)], ['a34004-Avg: 36 suspect spike frame 3']],
    ['a verdict of a value that nobody sent says nothing', [verdict(1, 'spike')], []],

    ['a replaced value stands', [frame(1, 350, 'spike'), correction(2, 'corrected', 35)],
      ['a34004-Avg: 35 valid corrected correction 2']],
    ['over newer frames and verdicts too',
      [frame(1, 350), correction(2, 'corrected', 35), frame(3, 351), verdict(4, 'spike')],
      ['a34004-Avg: 35 valid corrected correction 2']],
    ['a value may be put where none was sent', [correction(1, 'corrected', 35)],
      ['a34004-Avg: 35 valid corrected correction 1']],
    ['a voided value stays visible and is not used', [frame(1, 350), correction(2, 'voided')],
      ['a34004-Avg: 350 invalid voided frame 2']],
    ['and so is what is sent later', [frame(1, 350), correction(2, 'voided'), frame(3, 351)],
      ['a34004-Avg: 351 invalid voided frame 3']],
    ['a kept value is right whatever the checks say',
      [frame(1, 350, 'spike'), correction(2, 'kept'), verdict(3, 'flat-line')], ['a34004-Avg: 350 valid kept frame 3']],
    ['of two corrections the newer stands', [frame(1, 350), correction(2, 'corrected', 35), correction(3, 'voided')],
      ['a34004-Avg: 350 invalid voided frame 3']],
    ['whichever they are', [frame(1, 350), correction(2, 'voided'), correction(3, 'corrected', 35)],
      ['a34004-Avg: 35 valid corrected correction 3']],
    ['nothing can be voided or kept that is not there', [correction(1, 'voided'), correction(2, 'kept')], []],
  ]
  it.each(table)('%s', (_promise, layers, expected) => {
    expect(standing(layers)).toEqual(expected)
  })

  it('mark, number, arrival and period stay those of the layer that brought the value', () => {
    const [reading] = effective([
      layer(1, 'frame', { [PM]: [350, null, 'D'] }),
      verdict(2, 'spike'),
      correction(3, 'kept'),
    ])
    expect(reading).toEqual({
      deviceId: 'device',
      factor: 'a34004',
      statistic: 'Avg',
      resolution: 'hour',
      periodStart: END - 1,
      periodEnd: END,
      value: 350,
      flag: 'D',
      quality: 'valid',
      reason: 'kept',
      source: 'frame',
      version: 3,
      seq: 101,
      recordedAt: 1_001,
    })
  })

  it('every resolution says of every source of values which stands over which', () => {
    for (const resolution of resolutions)
      expect(precedence[resolution].toSorted()).toEqual(['feed', 'frame', 'import', 'reviewed', 'rollup'])
  })

  it('it does not matter in which order they came to be read', () => {
    const columns = [PM, 'a34002-Avg', 'a34004-Max']
    const nothing: Cell = [null]
    const code = fc.constantFrom(null, 'spike', 'mark-fault', 'corrected', 'voided', 'kept')
    const cell = fc.tuple(fc.constantFrom(null, 1, 2, 3), code)
    const cells = fc
      .uniqueArray(fc.constantFrom(...columns), { minLength: 1 })
      .chain((names) =>
        fc
          .tuple(...names.map(() => cell))
          .map((all) => Object.fromEntries(names.map((name, at) => [name, all[at] ?? nothing]))),
      )
    const said = fc.array(fc.tuple(fc.constantFrom(...sources), cells), { maxLength: 8 })
    const shuffled = fc.tuple(said, fc.constantFrom(...resolutions)).chain(([list, resolution]) => {
      const layers = list.map(([source, its], place) => layer(place + 1, source, its, resolution))
      return fc.tuple(fc.constant(layers), fc.shuffledSubarray(layers, { minLength: layers.length }))
    })
    fc.assert(
      fc.property(shuffled, ([layers, others]) => {
        expect(standing(others)).toEqual(standing(layers))
      }),
    )
  })
})
