import { z } from 'zod'

/**
 * Texts of a query string (or of path parameters) as the values that their schema means, so that a contract says
 * `z.number()`, `z.boolean()`, `z.array(…)` for a query as it does for a body. What fits no such reading stays text,
 * and the schema refuses it in its own words.
 * - `?factor=a` and `?factor=a&factor=b` both suit an array
 * - `2026-11-18T12:00:00+08:00` suits an instant also when its plus was not escaped
 * - `true` and `false` suit a boolean; a decimal number suits a number; an empty text never becomes 0
 */
export function readTexts(schema: z.ZodType, texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {}
  const read: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(texts)) {
    const field: unknown = Object.hasOwn(shape, name) ? shape[name] : undefined
    read[name] = field instanceof z.ZodType ? readText(plain(field), text) : text
  }
  return read
}

function readText(schema: z.ZodType, text: unknown): unknown {
  if (schema instanceof z.ZodArray) {
    const element = plain(schema.element)
    return (Array.isArray(text) ? text : [text]).map((each) => readText(element, each))
  }
  if (typeof text !== 'string') return text
  if (schema instanceof z.ZodNumber && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
  // A plus that was not escaped arrives as a blank, which no instant has.
  if (schema instanceof z.ZodISODateTime) return text.replace(/ (\d{2}:\d{2})$/, '+$1')
  if (schema instanceof z.ZodBoolean && (text === 'true' || text === 'false')) return text === 'true'
  // z.coerce.number() would read an empty text as 0.
  if (schema instanceof z.ZodNumber && text.trim() === '') return Number.NaN
  return text
}

/** The schema below optional, nullable, default, readonly and the entry of a pipe. */
function plain(schema: unknown): z.ZodType {
  let inner = schema
  for (;;) {
    if (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodCatch ||
      inner instanceof z.ZodReadonly
    ) {
      inner = inner.unwrap()
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.in
    } else {
      return inner instanceof z.ZodType ? inner : z.unknown()
    }
  }
}
