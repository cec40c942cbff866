/**
 * Air factors: code, names, and the unit in which Weike keeps them.
 * Codes: HJ 212-2017 table B.2/B.3 and HJ 524-2009; a05024 and a99054 are not in the 2017 table.
 * Units: ambient practice of the national network (GB 3095: µg/m³, CO mg/m³), not the ng/m³ of HJ 212-2017 table B.2.
 */
export interface Factor {
  code: string
  /** Short name without subscripts: `PM2.5`. */
  alias: string
  zh: string
  en: string
  unit: string
  /** Digits behind the point on screens (GB 3095-2012, 附录: µg/m³ whole numbers, CO one digit). */
  digits: number
}

// biome-ignore format: a table to proof-read
const table: readonly (readonly [string, string, string, string, string, number])[] = [
  ['a34004', 'PM2.5', '细颗粒物',   'Fine particles',     'µg/m³', 0],
  ['a34002', 'PM10',  '可吸入颗粒物', 'Inhalable particles', 'µg/m³', 0],
  ['a34001', 'TSP',   '总悬浮颗粒物', 'Total suspended particles', 'µg/m³', 0],
  ['a21026', 'SO2',   '二氧化硫',   'Sulfur dioxide',     'µg/m³', 0],
  ['a21004', 'NO2',   '二氧化氮',   'Nitrogen dioxide',   'µg/m³', 0],
  ['a21005', 'CO',    '一氧化碳',   'Carbon monoxide',    'mg/m³', 1],
  ['a05024', 'O3',    '臭氧',      'Ozone',              'µg/m³', 0],
  ['a99054', 'TVOC',  '总挥发性有机物', 'Total volatile organic compounds', 'mg/m³', 3],
  ['a01001', 'TEM',   '气温',      'Temperature',        '°C',    1],
  ['a01002', 'RH',    '湿度',      'Humidity',           '%',     0],
  ['a01006', 'PA',    '气压',      'Pressure',           'kPa',   2],
  ['a01007', 'WS',    '风速',      'Wind speed',         'm/s',   1],
  ['a01008', 'WD',    '风向',      'Wind direction',     '°',     0],
]

export const factors: readonly Factor[] = table.map(([code, alias, zh, en, unit, digits]) => ({
  code,
  alias,
  zh,
  en,
  unit,
  digits,
}))

const byCode = new Map(factors.map((factor) => [factor.code, factor]))
const byAlias = new Map(factors.map((factor) => [factor.alias.toLowerCase(), factor]))

/** The factor of a code (`a34004`) or an alias (`pm2.5`, `pm25`), or undefined when the table does not know it. */
export function factorOf(codeOrAlias: string): Factor | undefined {
  const text = codeOrAlias.toLowerCase()
  return byCode.get(codeOrAlias) ?? byAlias.get(text) ?? (text === 'pm25' ? byAlias.get('pm2.5') : undefined)
}

/** Unit of a factor in Weike; empty for a code that the table does not know (its numbers are kept as they came). */
export function unitOf(code: string): string {
  return byCode.get(code)?.unit ?? ''
}
