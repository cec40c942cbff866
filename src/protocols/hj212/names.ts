/** Suffixes that carry no number of their own. */
export const suffixes = { flag: 'Flag', deviceFlag: 'EFlag', sampleTime: 'SampleTime' } as const

/** Suffixes after a factor or device code that carry a value (HJ 212-2017, CP names; fact sheet, section 3.1). */
export const valueSuffixes = [
  'Rtd',
  'Min',
  'Avg',
  'Max',
  'ZsRtd',
  'ZsMin',
  'ZsAvg',
  'ZsMax',
  'Cou',
  'Data',
  'DayData',
  'NightData',
  'RS',
  'RT',
  'Info',
  'SN',
] as const

/** Suffixes of HJ/T 212-2005 only: alarm limits and alarm values. */
export const valueSuffixes2005 = ['LowValue', 'UpValue', 'Ala'] as const

/** Misspelt suffixes met in the field → what is meant (fact sheet, section 9). */
export const suffixAliases: Readonly<Record<string, string>> = { td: 'Rtd' }

/** Names in CP that stand alone, as HJ 212-2017 and 2005 spell them (2005 also prints PolID, both print Ctime). */
export const plainNames = [
  'SystemTime',
  'DataTime',
  'BeginTime',
  'EndTime',
  'QN',
  'CN',
  'PNUM',
  'PNO',
  'QnRtn',
  'ExeRtn',
  'RtdInterval',
  'MinInterval',
  'RestartTime',
  'OverTime',
  'ReCount',
  'NewPW',
  'PW',
  'PolId',
  'PolID',
  'InfoId',
  'VaseNo',
  'CstartTime',
  'Ctime',
  'CTime',
  'Stime',
  'AlarmTime',
  'AlarmType',
  'AlarmTarget',
  'ReportTime',
  'WarnTime',
] as const

const CANONICAL: ReadonlyMap<string, string> = new Map([
  ...[...Object.values(suffixes), ...valueSuffixes, ...valueSuffixes2005].map(
    (name) => [name.toLowerCase(), name] as const,
  ),
  ...Object.entries(suffixAliases),
])
const EXACT: ReadonlyMap<string, string> = new Map([...CANONICAL.values()].map((name) => [name, name]))

/** `a34004-Rtd` in its two parts; the suffix spelt as the standard does. */
export interface FactorName {
  readonly code: string
  /** The code in lower case, by which codes are the same. */
  readonly key: string
  readonly suffix: string
}

/** A county's devices use a few hundred names over and over; beyond this many, odd ones are split anew each time. */
const REMEMBERED = 4096
/** No real name is longer; and a part of a text may keep the whole of it in memory. */
const LONGEST_REMEMBERED = 40
const remembered = new Map<string, FactorName | null>()

/** Splits a CP name into factor code and suffix; null when it has no suffix. A doubled suffix counts once. */
export function readName(name: string): FactorName | null {
  const known = remembered.get(name)
  if (known !== undefined) return known
  if (remembered.size >= REMEMBERED || name.length > LONGEST_REMEMBERED) return splitName(name)
  const own = Buffer.from(name).toString()
  const parts = splitName(own)
  remembered.set(own, parts)
  return parts
}

function splitName(name: string): FactorName | null {
  const first = name.indexOf('-')
  if (first <= 0 || first === name.length - 1) return null
  const last = name.lastIndexOf('-')
  const suffix = canonicalSuffix(name.slice(last + 1))
  const isDoubled = last === first || CANONICAL.has(name.slice(first + 1, last).toLowerCase())
  const code = name.slice(0, isDoubled ? first : last)
  return { code, key: code.toLowerCase(), suffix }
}

/** The standard's spelling of a suffix; as received when the standard has none. */
export function canonicalSuffix(suffix: string): string {
  return EXACT.get(suffix) ?? CANONICAL.get(suffix.toLowerCase()) ?? suffix
}
