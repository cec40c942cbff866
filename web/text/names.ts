import { factorOf } from '../../src/standards/factors.ts'
import { hasWord, type Language, type Translate } from './language.ts'

/** The order of the six pollutants wherever they stand side by side; what is not among them follows. */
export const factorOrder = ['a34004', 'a34002', 'a05024', 'a21004', 'a21026', 'a21005']

const isPollutant = (code: string) => /^a(2|3|05)/.test(code)
/** `SO2`, `PM2.5`, `TVOC` need no translation; `Smoke` does. */
const isFormula = (alias: string) => !/[a-z]{3}/.test(alias)
const subscripts: Readonly<Record<string, string>> = {
  'PM2.5': 'PM₂.₅',
  PM10: 'PM₁₀',
  O3: 'O₃',
  NO2: 'NO₂',
  SO2: 'SO₂',
}

/** `PM2.5` in titles and messages; pollutants by their formula, weather by its word. */
export function factorName(code: string, language: Language): string {
  const factor = factorOf(code)
  if (!factor) return code
  return isPollutant(code) && isFormula(factor.alias) ? factor.alias : factor[language]
}

/** `PM₂.₅`: the label in charts and tables. */
export function factorLabel(code: string, language: Language): string {
  const name = factorName(code, language)
  return subscripts[name] ?? name
}

/** A value to the digits of its factor (one where the factor is not known), with a true minus. */
export function valueText(value: number, code: string): string {
  return value.toFixed(factorOf(code)?.digits ?? 1).replace('-', '−')
}

/** The word of a code, or the code itself when the catalogue has not learnt it yet. */
export function wordOf(prefix: string, code: string, t: Translate): string {
  const key = `${prefix}.${code}`
  return hasWord(key) ? t(key) : code
}
