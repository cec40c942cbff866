import { createHash } from 'node:crypto'
import type { IncomingFrame } from '../../src/domain/readings/model.ts'
import { judgeFrame } from '../../src/domain/readings/service.ts'
import { HOUR_MS } from '../../src/standards/civil-time.ts'

/** A value, or one with its data mark; a number alone is marked normal. */
export type Measured = number | readonly [value: number, flag: string]

/** Which device of which county speaks. */
export interface Speaker {
  countyId: string
  deviceId: string
  mn: string
}

/**
 * A frame of hourly means (2061) as reception hands it to the readings, judged as far as one frame can be.
 * @param hourEnd [epoch ms]
 * @param values by factor
 */
export function hourFrame(from: Speaker, hourEnd: number, values: Readonly<Record<string, Measured>>): IncomingFrame {
  return periodFrame(from, 'hour', hourEnd - HOUR_MS, hourEnd, values)
}

/** The same of any period that a device sends. */
export function periodFrame(
  { countyId, deviceId, mn }: Speaker,
  resolution: 'realtime' | 'minute' | 'hour',
  periodStart: number,
  periodEnd: number,
  values: Readonly<Record<string, Measured>>,
): IncomingFrame {
  const statistic = resolution === 'realtime' ? 'Rtd' : 'Avg'
  const columns = Object.keys(values).map((factor) => `${factor}-${statistic}`)
  const numbers = Object.values(values).map((one) => (typeof one === 'number' ? one : one[0]))
  const flags = Object.values(values).map((one) => (typeof one === 'number' ? 'N' : one[1]))
  const cn = { realtime: '2011', minute: '2051', hour: '2061' }[resolution]
  const bytes = Buffer.from(`${mn} ${cn} ${periodEnd} ${JSON.stringify(values)}`)
  return {
    countyId,
    mn,
    deviceId,
    receivedAt: periodEnd,
    dataHour: Math.ceil(periodEnd / HOUR_MS) * HOUR_MS,
    cn,
    qn: String(periodEnd),
    dataTime: String(periodStart),
    bytes,
    identity: createHash('sha256').update(bytes).digest(),
    disposition: 'stored',
    reason: null,
    readings: {
      deviceId,
      resolution,
      periodStart,
      periodEnd,
      columns,
      values: numbers,
      flags,
      qualities: judgeFrame({ columns, values: numbers, flags, unmarked: 'valid', edition: '2017' }),
    },
    event: null,
    replays: null,
  }
}
