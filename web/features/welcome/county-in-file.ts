/** Codes of counties (GB/T 2260): six digits, the last two of which are not zero. */
const COUNTY_CODE = /^\d{4}(?!00)\d{2}$/

/** The counties that a GeoJSON file draws, by code and name; none where it is none, or names them otherwise. */
export function countiesIn(text: string): { code: string; name: string }[] {
  const features = member(jsonOf(text), 'features')
  if (!Array.isArray(features)) return []
  return features.flatMap((feature: unknown) => {
    const properties = member(feature, 'properties')
    const code = member(properties, 'code') ?? member(properties, 'adcode')
    const name = member(properties, 'name')
    if (typeof name !== 'string' || !COUNTY_CODE.test(String(code))) return []
    return [{ code: String(code), name }]
  })
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null
  }
}
