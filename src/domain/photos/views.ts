import type { z } from 'zod'
import { isoShanghai } from '../../standards/civil-time.ts'
import type { photoView } from './api.ts'
import type { Photo } from './store.ts'

/** A photo as the pages show it. */
export function viewPhoto(photo: Photo, names: ReadonlyMap<string, string>): z.input<typeof photoView> {
  return {
    id: photo.id,
    part: photo.part,
    sha256: photo.fileSha256 ?? '',
    takenBy: names.get(photo.takenBy) ?? '',
    takenAt: isoShanghai(photo.takenAt),
    receivedAt: isoShanghai(photo.receivedAt),
    lonWgs84: photo.lonWgs84,
    latWgs84: photo.latWgs84,
    accuracyM: photo.accuracyM,
  }
}
