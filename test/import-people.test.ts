import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Installation } from '../src/app/installation.ts'
import { addRecords } from '../src/domain/imports/add-records.ts'
import type { NewRecord } from '../src/domain/imports/new-record.ts'
import { foundCountyAs } from './setup/county.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { consoleOf, inInstallation } from './setup/in-installation.ts'

describe.each(databaseKinds)('people of a file on %s PostgreSQL', (kind) => {
  let place: FreshDatabase
  let countyId: string

  beforeAll(async () => {
    place = await freshDatabase(kind)
    const plan = {
      code: '439933',
      name: '某县',
      towns: [],
      units: [],
      people: [],
      stations: [],
      tokens: [],
      robotUrl: 'http://127.0.0.1:9/',
    }
    countyId = (await inInstallation(place, (installation) => foundCountyAs(installation, plan))).countyId
  })
  afterAll(async () => {
    await place?.remove()
  })

  const person = (name: string, phone: string | null): NewRecord => ({
    ...{ kind: 'people', name, signInName: name, role: 'grid-member', unitId: null, regionId: undefined },
    ...{ phone, password: null },
  })

  const added = async (installation: Installation, records: readonly NewRecord[], kept: string[]) =>
    addRecords(installation.foundation, installation.auth.passwords, consoleOf(countyId), records, {
      told: () => undefined,
      async keep(accounts) {
        // Nothing is committed yet: whoever asks from outside sees nobody.
        kept.push(`kept ${accounts.length}, ${await peopleNow(installation)} people`)
      },
      async drop() {
        kept.push('dropped')
      },
    })

  async function peopleNow({ foundation }: Installation): Promise<number> {
    const counted = sql<{ n: number }>`select count(*)::int as n from person where county_id = ${countyId}`
    return (await counted.execute(foundation.db)).rows[0]?.n ?? 0
  }

  it('come with their phones and first passwords, which are kept before anything is committed', async () => {
    const kept: string[] = []
    await inInstallation(place, async (installation) => {
      const accounts = await added(installation, [person('甲', '13800000001'), person('乙', null)], kept)
      expect([accounts.length, kept]).toEqual([2, ['kept 2, 0 people']])
      expect(await peopleNow(installation)).toBe(2)
      const { db, vault } = installation.foundation
      const ids = await sql<{ id: string }>`select id from person where name = '甲'`.execute(db)
      expect(await vault.readContact(countyId, ids.rows[0]?.id ?? '')).toEqual({ phone: '13800000001' })
    })
  })

  it('of whom one cannot be added are none of them there: no person, no phone, no password', async () => {
    const kept: string[] = []
    await inInstallation(place, async (installation) => {
      const { vault } = installation.foundation
      const asked: string[] = []
      const watched = {
        ...installation,
        foundation: {
          ...installation.foundation,
          vault: {
            ...vault,
            setContactWithin(...given: Parameters<typeof vault.setContactWithin>) {
              asked.push(given[2])
              return vault.setContactWithin(...given)
            },
          },
        },
      }
      // The second has the sign-in name of the first.
      const twice = [person('丙', '13800000002'), person('丙', null)]
      await expect(added(watched, twice, kept)).rejects.toMatchObject({ code: 'already-exists' })
      expect([asked.length, await peopleNow(installation), kept]).toEqual([1, 2, ['dropped']])
      expect(await vault.readContact(countyId, asked[0] ?? '')).toBeNull()
    })
  })
})
