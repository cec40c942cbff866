import { evaluatedFactors, type FactorName } from '../../../src/standards/statistics-table.ts'

/** Code of an evaluated factor by its name. */
export function codeOf(name: FactorName | string): string {
  return evaluatedFactors.find((one) => one.name === name)?.factor ?? name
}
