import type { TableRow } from '../../platform/tables/model.ts'
import { typedNumber } from '../../platform/tables/values.ts'
import type { ImportDoubt, ImportPlan } from './model.ts'

/** Rows as they come, each looked at on its way. */
export async function* watched(
  rows: AsyncIterable<readonly TableRow[]>,
  look: (cells: readonly string[]) => void,
): AsyncGenerator<readonly TableRow[], void, void> {
  for await (const batch of rows) {
    for (const { cells } of batch) look(cells)
    yield batch
  }
}

/** CO above it, at most of the hours, is written in µg/m³: in mg/m³ nobody lives there. */
const CO_DOUBTFUL = 50

/** Watches a column of CO that names no unit: Weike's is mg/m³, that of all the others µg/m³. */
export function coWatch(plan: ImportPlan) {
  const place = plan.columns.findIndex(({ target, unit }) => (target === 'a21005' || target === 'co') && unit === null)
  let [values, high] = [0, 0]
  return {
    look(cells: readonly string[]) {
      const number = place < 0 ? null : typedNumber(cells[place] ?? '')
      if (number === null) return
      values += 1
      if (number > CO_DOUBTFUL) high += 1
    },
    doubt(): ImportDoubt[] {
      const isDoubtful = high > 0 && high * 2 >= values
      return isDoubtful ? [{ doubt: 'unit-co', column: plan.columns[place]?.name ?? '' }] : []
    },
  }
}

/** Watches a column of cities where nobody has said which one is ours. */
export function cityWatch(plan: ImportPlan) {
  const place = plan.city === null ? plan.columns.findIndex(({ target }) => target === 'city') : -1
  const cities = new Set<string>()
  return {
    look(cells: readonly string[]) {
      const city = place < 0 ? '' : (cells[place] ?? '').trim()
      if (city !== '') cities.add(city)
    },
    doubt(): ImportDoubt[] {
      const column = plan.columns[place]?.name ?? ''
      return cities.size > 1 ? [{ doubt: 'cities', cities: cities.size, column }] : []
    },
  }
}
