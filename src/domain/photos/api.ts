import { z } from 'zod'
import { byId, instant, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { photoMediaTypes, photoParts } from './model.ts'

/** A photo as the pages show it. The bytes are at `/api/photos/:id/bytes`. */
export const photoView = z
  .object({
    id: uuid,
    part: z.enum(photoParts),
    sha256: z.string(),
    takenBy: z.string(),
    takenAt: instant,
    receivedAt: instant,
    lonWgs84: z.number().nullable(),
    latWgs84: z.number().nullable(),
    accuracyM: z.number().nullable(),
  })
  .meta({ id: 'Photo' })

/** Sent with the bytes; `photoId` in the path is made by the phone and is the act's id. */
const capture = z.object({
  takenAt: instant,
  lon: z.coerce.number().min(-180).max(180).optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  accuracyM: z.coerce.number().min(0).optional(),
})

export const photosApi = contract({
  'PUT /api/tasks/:id/photos/:photoId': {
    act: 'work-task',
    summary: 'Add a photo to an open task; it needs the nonce that the task was opened with',
    params: byId.extend({ photoId: uuid }),
    query: capture.extend({ nonce: z.string().max(40) }),
    accepts: photoMediaTypes,
    reply: photoView,
  },
  'PUT /api/cases/:id/photos/:photoId': {
    act: 'rectify-case',
    summary: 'Add a photo of the mended place to a case under rectification',
    params: byId.extend({ photoId: uuid }),
    query: capture,
    accepts: photoMediaTypes,
    reply: photoView,
  },
  'GET /api/photos/:id/bytes': {
    act: 'signed-in',
    summary: 'The original of a photo, for whoever may read its task or case',
    params: byId,
    media: 'image/*',
  },
})
