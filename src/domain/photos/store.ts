import type { Selectable } from 'kysely'
import type { PhotoTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { type PhotoPart, photoParts } from './model.ts'

export interface Photo {
  countyId: string
  id: string
  subjectType: 'task' | 'case'
  subjectId: string
  part: PhotoPart
  payloadId: string
  /** Hash of the original, by which it is kept; null once the payload was erased. */
  fileSha256: string | null
  mediaType: string
  byteLength: number
  takenBy: string
  takenAt: number
  receivedAt: number
  lonWgs84: number | null
  latWgs84: number | null
  accuracyM: number | null
}

function toPhoto(row: Selectable<PhotoTable> & { fileSha256: string | null }): Photo {
  const part = photoParts.find((one) => one === row.part)
  if (part === undefined) throw new Error(`photo ${row.id} of unknown part ${row.part}`)
  return { ...row, part, subjectType: row.subjectType === 'task' ? 'task' : 'case' }
}

export async function insertPhoto(db: Db, photo: Photo): Promise<void> {
  // The hash lives in the payload alone, where it can be erased.
  const { fileSha256: _inPayload, ...row } = photo
  await db.insertInto('photo').values(row).execute()
}

export async function photosOf(db: Db, countyId: string, subjectIds: readonly string[]): Promise<Photo[]> {
  if (subjectIds.length === 0) return []
  const rows = await db
    .selectFrom('photo')
    .innerJoin('payload', (join) =>
      join.onRef('payload.countyId', '=', 'photo.countyId').onRef('payload.id', '=', 'photo.payloadId'),
    )
    .selectAll('photo')
    .select('payload.contentFile as fileSha256')
    .where('photo.countyId', '=', countyId)
    .where('photo.subjectId', 'in', subjectIds)
    .orderBy('photo.takenAt')
    .orderBy('photo.id')
    .execute()
  return rows.map(toPhoto)
}

export async function photoById(db: Db, countyId: string, id: string): Promise<Photo | undefined> {
  const row = await db
    .selectFrom('photo')
    .innerJoin('payload', (join) =>
      join.onRef('payload.countyId', '=', 'photo.countyId').onRef('payload.id', '=', 'photo.payloadId'),
    )
    .selectAll('photo')
    .select('payload.contentFile as fileSha256')
    .where('photo.countyId', '=', countyId)
    .where('photo.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toPhoto(row)
}
