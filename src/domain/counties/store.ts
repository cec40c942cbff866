import { sharedRead } from '../../platform/db/shared-read.ts'
import type { Db } from '../../platform/foundation.ts'

export interface County {
  id: string
  code: string
  name: string
}

export async function insertCounty(db: Db, county: County & { createdAt: number }): Promise<void> {
  await db.insertInto('county').values(county).execute()
}

export const countiesOf = sharedRead((db: Db): Promise<readonly County[]> => {
  return db.selectFrom('county').select(['id', 'code', 'name']).orderBy('createdAt').orderBy('id').execute()
})

/** The mark of the installation: demo and real data never share a database. */
export async function installationMark(db: Db): Promise<'demo' | 'real' | undefined> {
  return (await db.selectFrom('installation').select('mark').executeTakeFirst())?.mark
}

export async function insertMark(db: Db, mark: 'demo' | 'real', createdAt: number): Promise<void> {
  await db.insertInto('installation').values({ mark, createdAt }).execute()
}

export async function saveCounty(db: Db, { id, ...county }: County): Promise<void> {
  await db.updateTable('county').set(county).where('id', '=', id).execute()
}
