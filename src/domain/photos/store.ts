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
  fileSha256: string
  mediaType: string
  byteLength: number
  takenBy: string
  takenAt: number
  receivedAt: number
  lonWgs84: number | null
  latWgs84: number | null
  accuracyM: number | null
}

function toPhoto(row: Selectable<PhotoTable>): Photo {
  const part = photoParts.find((one) => one === row.part)
  if (part === undefined) throw new Error(`photo ${row.id} of unknown part ${row.part}`)
  return { ...row, part, subjectType: row.subjectType === 'task' ? 'task' : 'case' }
}

export async function insertPhoto(db: Db, photo: Photo): Promise<void> {
  await db.insertInto('photo').values(photo).execute()
}

export async function photosOf(db: Db, countyId: string, subjectIds: readonly string[]): Promise<Photo[]> {
  if (subjectIds.length === 0) return []
  const rows = await db
    .selectFrom('photo')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectId', 'in', subjectIds)
    .orderBy('takenAt')
    .orderBy('id')
    .execute()
  return rows.map(toPhoto)
}

export async function photoById(db: Db, countyId: string, id: string): Promise<Photo | undefined> {
  const row = await db
    .selectFrom('photo')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toPhoto(row)
}
