/**
 * Codes that devices send in place of the standard's, and what they most likely mean. Only proposed to the person who
 * registers the device, never applied unasked: vendors' tables differ.
 */
export interface VendorCode {
  code: string
  /** The standard's code (standards/factors). */
  factor: string
  /** The name itself says it, or a standard does. */
  sure: boolean
  source: 'HJ/T 212-2005' | 'field'
}

/** Systems ST of which a vendor's numbers are told: air, VOC and dust stations. In a chimney's table they are other gases. */
const stations: ReadonlySet<string> = new Set(['22', '27', '39'])

// biome-ignore format: a table to proof-read
const table: readonly (readonly [code: string, factor: string, sure: boolean, source: VendorCode['source']])[] = [
  // Names instead of codes: micro and dust stations (fact sheet hj212, section 7; samples 5, 100–102, 108, 123).
  ['PM25',  'a34004', true,  'field'],
  ['PM2.5', 'a34004', true,  'field'],
  ['PM10',  'a34002', true,  'field'],
  ['PM1',   'a34005', true,  'field'],
  ['TSP',   'a34001', true,  'field'],
  ['SO2',   'a21026', true,  'field'],
  ['NO2',   'a21004', true,  'field'],
  ['NO',    'a21003', true,  'field'],
  ['NOX',   'a21002', true,  'field'],
  ['CO',    'a21005', true,  'field'],
  ['O3',    'a05024', true,  'field'],
  ['TVOC',  'a99054', true,  'field'],
  ['NMHC',  'a24088', true,  'field'],
  ['TEM',   'a01001', true,  'field'],
  ['RH',    'a01002', true,  'field'],
  ['WS',    'a01007', true,  'field'],
  ['WD',    'a01008', true,  'field'],
  ['NOIS',  'LA',     false, 'field'],
  ['a50001', 'Leq',   false, 'field'],
  ['PM',    'a34013', false, 'field'],
  // Numbers of vendors' own tables, whose meanings differ (fact sheet hj212, section 7, column “legacy”, “field”).
  ['107',   'a34002', false, 'field'],
  ['126',   'a01001', false, 'field'],
  ['127',   'a01006', false, 'field'],
  ['128',   'a01002', false, 'field'],
  ['129',   'a01007', false, 'field'],
  ['130',   'a01008', false, 'field'],
  // Air codes of HJ/T 212-2005 (fact sheet hj212, section 7, column “legacy”).
  ['01',    'a34013', true,  'HJ/T 212-2005'],
  ['02',    'a21026', true,  'HJ/T 212-2005'],
  ['03',    'a21002', true,  'HJ/T 212-2005'],
  ['04',    'a21005', true,  'HJ/T 212-2005'],
  ['05',    'a21028', true,  'HJ/T 212-2005'],
  ['06',    'a21018', true,  'HJ/T 212-2005'],
  ['07',    'a21017', true,  'HJ/T 212-2005'],
  ['08',    'a21024', true,  'HJ/T 212-2005'],
  ['10',    'a21001', true,  'HJ/T 212-2005'],
  ['11',    'a21022', true,  'HJ/T 212-2005'],
  ['17',    'a25003', true,  'HJ/T 212-2005'],
  ['18',    'a25005', true,  'HJ/T 212-2005'],
  ['19',    'a31001', true,  'HJ/T 212-2005'],
  ['25',    'a24087', true,  'HJ/T 212-2005'],
  ['30',    'a05001', true,  'HJ/T 212-2005'],
  ['31',    'a20057', true,  'HJ/T 212-2005'],
  ['32',    'a20043', true,  'HJ/T 212-2005'],
  ['B02',   'a00000', true,  'HJ/T 212-2005'],
  ['S01',   'a19001', true,  'HJ/T 212-2005'],
  ['S02',   'a01011', true,  'HJ/T 212-2005'],
  ['S03',   'a01012', true,  'HJ/T 212-2005'],
  ['S04',   'a01017', true,  'HJ/T 212-2005'],
  ['S05',   'a01014', true,  'HJ/T 212-2005'],
  ['S06',   'a01015', true,  'HJ/T 212-2005'],
  ['S07',   'a01016', true,  'HJ/T 212-2005'],
  ['S08',   'a01013', true,  'HJ/T 212-2005'],
]

const byCode = new Map<string, VendorCode>(
  table.map(([code, factor, sure, source]) => [code.toLowerCase(), { code, factor, sure, source }]),
)

/**
 * What a vendor's code most likely means, compared without regard to case; undefined when nobody has told.
 * @param system ST of the frames
 */
export function vendorCode(code: string, system: string): VendorCode | undefined {
  const isVendorsNumber = /^\d{3}$/.test(code)
  return isVendorsNumber && !stations.has(system) ? undefined : byCode.get(code.toLowerCase())
}
