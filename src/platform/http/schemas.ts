import { z } from 'zod'

/** Schemas that every room's contract uses. */
export const uuid = z.uuid()

/** ISO 8601 instant with its offset; Weike writes `+08:00`. */
export const instant = z.iso.datetime({ offset: true })

/** A place in the county's chain, as an answer tells it. */
export const chainPlace = z
  .int()
  .min(0)
  .describe(
    'how far the chain of the county was before this was read: the events of GET /api/events?after=<place> miss nothing since',
  )

/**
 * What every act of a person carries: its own id (made by the client, the idempotency key, remembered for at least 90 days)
 * and when the person acted, which may be long before it arrives.
 */
export const actEnvelope = z.object({ actId: uuid, actedAt: instant })

/** An act on something that exists also names the version it was decided upon. */
export const actOnVersion = actEnvelope.extend({ expects: z.int().min(1) })

export const page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

export const byId = z.object({ id: uuid })

/** Free text of a person: trimmed, not empty, bounded. */
export const shortText = z.string().trim().min(1).max(200)
export const longText = z.string().trim().min(1).max(2000)
