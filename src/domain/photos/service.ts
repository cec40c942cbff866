import type { Performing } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { sniffImage } from './decide.ts'
import type { PhotoPart } from './model.ts'
import { insertPhoto, type Photo, photoById, photosOf } from './store.ts'

export interface Capture {
  takenAt: number
  lon?: number | undefined
  lat?: number | undefined
  accuracyM?: number | undefined
}

/** A photo whose bytes are durable in the file store, not yet part of anything. */
export interface KeptPhoto {
  sha256: string
  mediaType: string
  byteLength: number
}

/**
 * Keeps the original bytes by their hash, before the act that uses them: an act never points at a file that is not there.
 * A file that no act comes to use does no harm and is found by its missing row.
 * @throws Problem `photo-not-image`
 */
export async function keepPhoto(foundation: Pick<Foundation, 'files'>, bytes: Buffer): Promise<KeptPhoto> {
  const mediaType = sniffImage(bytes)
  if (mediaType === null) throw new Problem('photo-not-image')
  const sha256 = await foundation.files.put(bytes)
  return { sha256, mediaType, byteLength: bytes.length }
}

/** Makes a kept photo part of a task or a case, and writes the ledger event of the act. The act's id is the photo's. */
export async function addPhoto(
  performing: Performing,
  subject: { countyId: string; type: 'task' | 'case'; id: string; version: number },
  part: PhotoPart,
  takenBy: string,
  kept: KeptPhoto,
  capture: Capture,
): Promise<Photo> {
  const payload = await performing.keepFile(kept.sha256)
  const photo: Photo = {
    countyId: subject.countyId,
    id: performing.actId,
    subjectType: subject.type,
    subjectId: subject.id,
    part,
    payloadId: payload.id,
    fileSha256: kept.sha256,
    mediaType: kept.mediaType,
    byteLength: kept.byteLength,
    takenBy,
    takenAt: capture.takenAt,
    receivedAt: performing.receivedAt,
    lonWgs84: capture.lon ?? null,
    latWgs84: capture.lat ?? null,
    accuracyM: capture.accuracyM ?? null,
  }
  await insertPhoto(performing.trx, photo)
  await performing.record({
    kind: 'photo.added',
    subject: { type: subject.type, id: subject.id, version: subject.version },
    data: {
      photoId: photo.id,
      part,
      file: payload,
      bytes: photo.byteLength,
      lonWgs84: photo.lonWgs84,
      latWgs84: photo.latWgs84,
      accuracyM: photo.accuracyM,
    },
  })
  return photo
}

/** @throws Problem `not-found` */
export async function photoOr404(db: Db, countyId: string, id: string): Promise<Photo> {
  const photo = await photoById(db, countyId, id)
  if (photo === undefined) throw new Problem('not-found', { params: { type: 'photo', id } })
  return photo
}

export { viewPhoto } from './views.ts'
export { type Photo, photosOf }
