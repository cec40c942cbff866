/**
 * Factors of air, exhaust, weather and noise: code, names, and the unit in which Weike keeps them.
 * Codes: HJ 212-2017 table B.2/B.3 and HJ 524-2009; a05024 and a99054 are not in the 2017 table. L5 and L95 are of its annex C.
 * A code has one unit wherever it is measured: SO2 of a chimney is kept in µg/m³ as that of the air is.
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
  // ambient air (GB 3095; particles at actual conditions, gases at 25 °C)
  ['a34004', 'PM2.5', '细颗粒物',   'Fine particles',     'µg/m³', 0],
  ['a34002', 'PM10',  '可吸入颗粒物', 'Inhalable particles', 'µg/m³', 0],
  ['a34005', 'PM1',   '亚微米颗粒物', 'Submicron particles', 'µg/m³', 0],
  ['a34001', 'TSP',   '总悬浮颗粒物', 'Total suspended particles', 'µg/m³', 0],
  ['a21026', 'SO2',   '二氧化硫',   'Sulfur dioxide',     'µg/m³', 0],
  ['a21004', 'NO2',   '二氧化氮',   'Nitrogen dioxide',   'µg/m³', 0],
  ['a21003', 'NO',    '一氧化氮',   'Nitric oxide',       'µg/m³', 0],
  ['a21002', 'NOx',   '氮氧化物',   'Nitrogen oxides',    'µg/m³', 0],
  ['a21005', 'CO',    '一氧化碳',   'Carbon monoxide',    'mg/m³', 1],
  ['a05024', 'O3',    '臭氧',      'Ozone',              'µg/m³', 0],
  ['a20044', 'Pb',    '铅',        'Lead',               'µg/m³', 3],
  ['a20058', 'Hg',    '汞',        'Mercury',            'ng/m³', 1],
  ['a34011', 'Dustfall', '降尘',    'Dustfall',           't/(km²·month)', 1],
  ['a99054', 'TVOC',  '总挥发性有机物', 'Total volatile organic compounds', 'mg/m³', 3],
  // odour, organic gases, exhaust (units of GB 14554-93 and GB 16297-1996: mg/m³)
  ['a21001', 'NH3',   '氨',        'Ammonia',            'mg/m³', 3],
  ['a21028', 'H2S',   '硫化氢',     'Hydrogen sulfide',   'mg/m³', 3],
  ['a24088', 'NMHC',  '非甲烷总烃',  'Non-methane hydrocarbons', 'mg/m³', 3],
  ['a24087', 'THC',   '总烃',      'Total hydrocarbons', 'mg/m³', 3],
  ['a05002', 'CH4',   '甲烷',      'Methane',            'mg/m³', 3],
  ['a25002', 'C6H6',  '苯',        'Benzene',            'mg/m³', 3],
  ['a25003', 'C7H8',  '甲苯',      'Toluene',            'mg/m³', 3],
  ['a25005', 'C8H10', '二甲苯',     'Xylene',             'mg/m³', 3],
  ['a25004', 'EB',    '乙苯',      'Ethylbenzene',       'mg/m³', 3],
  ['a25038', 'C8H8',  '苯乙烯',     'Styrene',            'mg/m³', 3],
  ['a31001', 'HCHO',  '甲醛',      'Formaldehyde',       'mg/m³', 3],
  ['a05001', 'CO2',   '二氧化碳',   'Carbon dioxide',     'mg/m³', 0],
  ['a34013', 'Smoke', '烟尘',      'Smoke dust',         'mg/m³', 2],
  ['a21018', 'Fluoride', '氟化物',  'Fluorides',          'mg/m³', 2],
  ['a21024', 'HCl',   '氯化氢',     'Hydrogen chloride',  'mg/m³', 2],
  ['a21022', 'Cl2',   '氯气',      'Chlorine',           'mg/m³', 2],
  ['a21017', 'HCN',   '氰化物',     'Cyanides',           'mg/m³', 2],
  ['a20057', 'Hg-compounds', '汞及其化合物', 'Mercury and its compounds', 'mg/m³', 4],
  ['a20043', 'Pb-compounds', '铅及其化合物', 'Lead and its compounds',    'mg/m³', 4],
  // state of the flue gas (HJ 212-2017 table B.2)
  ['a00000', 'Flow',         '废气流量',   'Exhaust flow',           'm³/s',  2],
  ['a19001', 'O2',           '氧含量',     'Oxygen',                 '%',     2],
  ['a01011', 'FlueVelocity', '烟气流速',   'Flue gas velocity',      'm/s',   2],
  ['a01012', 'FlueTemperature', '烟气温度', 'Flue gas temperature',  '°C',    1],
  ['a01013', 'FluePressure', '烟气压力',   'Flue gas pressure',      'kPa',   3],
  ['a01014', 'FlueHumidity', '烟气含湿量', 'Flue gas moisture',      '%',     1],
  ['a01015', 'CoolingTemperature', '制冷温度', 'Cooling temperature', '°C',    1],
  ['a01016', 'DuctArea',     '烟道截面积', 'Duct cross-section',     'm²',    2],
  ['a01017', 'DynamicPressure', '烟气动压', 'Dynamic pressure',      'kPa',   3],
  ['a01901', 'FurnaceTemperature', '炉膛平均温度', 'Furnace temperature, mean', '°C', 0],
  ['a01902', 'FurnaceTemperatureDcs', '炉膛温度（DCS）', 'Furnace temperature of the control system', '°C', 0],
  // weather
  ['a01001', 'TEM',   '气温',      'Temperature',        '°C',    1],
  ['a01002', 'RH',    '湿度',      'Humidity',           '%',     0],
  ['a01006', 'PA',    '气压',      'Pressure',           'kPa',   2],
  ['a01007', 'WS',    '风速',      'Wind speed',         'm/s',   1],
  ['a01008', 'WD',    '风向',      'Wind direction',     '°',     0],
  // noise (HJ 212-2017 table B.3: the code is the name)
  ['LA',     'LA',    'A 声级',     'A-weighted level',   'dB',    1],
  ['Leq',    'Leq',   '等效声级',   'Equivalent level',   'dB',    1],
  ['L5',     'L5',    '累积百分声级 L5',  'Level exceeded 5 % of the time',  'dB', 1],
  ['L10',    'L10',   '累积百分声级 L10', 'Level exceeded 10 % of the time', 'dB', 1],
  ['L50',    'L50',   '累积百分声级 L50', 'Level exceeded 50 % of the time', 'dB', 1],
  ['L90',    'L90',   '累积百分声级 L90', 'Level exceeded 90 % of the time', 'dB', 1],
  ['L95',    'L95',   '累积百分声级 L95', 'Level exceeded 95 % of the time', 'dB', 1],
  ['Ld',     'Ld',    '昼间等效声级', 'Day level',         'dB',    1],
  ['Ln',     'Ln',    '夜间等效声级', 'Night level',       'dB',    1],
  ['Ldn',    'Ldn',   '昼夜等效声级', 'Day-night level',   'dB',    1],
  ['LMx',    'LMx',   '最大声级',   'Maximum level',      'dB',    1],
  ['LMn',    'LMn',   '最小声级',   'Minimum level',      'dB',    1],
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
