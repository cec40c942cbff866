import { z } from 'zod'

const word = z.union([z.string(), z.number()]).transform(String)
const feature = z.object({
  properties: z.object({
    code: word.optional(),
    adcode: word.optional(),
    name: z.string(),
    level: word.optional(),
  }),
})
const collection = z.object({ features: z.array(z.unknown()).max(100_000) })

/** Codes of counties (GB/T 2260): six digits, the last two of which are not zero. */
const COUNTY_CODE = /^\d{4}(?!00)\d{2}$/

/** The counties that a GeoJSON file draws, by code and name; none where it is none, or names them otherwise. */
export function countiesIn(text: string): { code: string; name: string }[] {
  const found = collection.safeParse(jsonOf(text))
  if (!found.success) return []
  return found.data.features.flatMap((one) => {
    const read = feature.safeParse(one)
    if (!read.success) return []
    const { code, adcode, name } = read.data.properties
    const ofCounty = code ?? adcode ?? ''
    return COUNTY_CODE.test(ofCounty) ? [{ code: ofCounty, name }] : []
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null
  }
}
