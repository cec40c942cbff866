import { HOUR_MS } from '../../standards/civil-time.ts'
import type { LayerWrite } from './store.ts'
import { judgeFrame } from './validity.ts'
import type { ValidityRules } from './validity-table.ts'

/** A value that found its device. */
export interface DeviceValue {
  deviceId: string
  hourEnd: number
  factor: string
  /** In Weike's unit; null: it is said that there is no valid one. */
  value: number | null
}

/** Hours held back while further values of them may come: files with a line for each factor have them close together. */
const HOURS_HELD = 20_000

/**
 * Puts the values of an hour together, whatever rows they came in, and makes them layers, judged as those of a frame are.
 * @param name which each layer carries: whose layers they are, and when they came
 */
export function layerGrouper(
  name: Pick<LayerWrite, 'source' | 'sourceId' | 'recordedAt'>,
  limits: ValidityRules['limits'],
): { add(values: readonly DeviceValue[]): void; isFull(): boolean; take(): LayerWrite[] } {
  const hours = new Map<string, { deviceId: string; hourEnd: number; values: Map<string, number | null> }>()
  return {
    add(values) {
      for (const { deviceId, hourEnd, factor, value } of values) {
        const key = `${deviceId}|${hourEnd}`
        let hour = hours.get(key)
        if (hour === undefined) {
          hour = { deviceId, hourEnd, values: new Map() }
          hours.set(key, hour)
        }
        hour.values.set(factor, value)
      }
    },
    isFull: () => hours.size >= HOURS_HELD,
    take() {
      const layers = [...hours.values()].map(({ deviceId, hourEnd, values }): LayerWrite => {
        // One order of columns for the same factors, in whatever order they came.
        const factors = [...values.keys()].sort()
        const columns = factors.map((factor) => `${factor}-Avg`)
        const numbers = factors.map((factor) => values.get(factor) ?? null)
        const flags = factors.map(() => null)
        return {
          deviceId,
          resolution: 'hour',
          periodStart: hourEnd - HOUR_MS,
          periodEnd: hourEnd,
          source: name.source,
          sourceId: name.sourceId,
          columns,
          values: numbers,
          flags,
          qualities: judgeFrame({ columns, values: numbers, flags, unmarked: 'valid', edition: '2017', limits }),
          recordedAt: name.recordedAt,
        }
      })
      hours.clear()
      return layers
    },
  }
}
