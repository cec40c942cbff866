import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'
import type { EvaluatedDay } from './model.ts'

/** Rows of one statement. */
const AT_ONCE = 500

interface DayRow {
  subjectId: string
  day: number
  dayValues: string
  usable: string
  inputs: string
}

/** Days of subjects in [first, last], by subject and day. */
export async function daysOf(
  db: Db,
  countyId: string,
  subjectIds: readonly string[],
  span: { first: number; last: number },
): Promise<EvaluatedDay[]> {
  // As texts: the driver's own reader of arrays takes any, at many times the price.
  const found = await sql<DayRow>`
    select subject_id, day, day_values::text as day_values, usable::text as usable, inputs::text as inputs
    from weike.evaluated_day
    where county_id = ${countyId} and subject_id = any(${[...subjectIds]}::uuid[])
      and day between ${span.first} and ${span.last}
    order by subject_id, day`.execute(db)
  // Nearly all days have the same marks and counts: what is alike is read once.
  const marksOf = remembered((text) => itemsIn(text).map((one) => one === 't'))
  const countsOf = remembered(numbersIn)
  return found.rows.map(({ subjectId, day, dayValues, usable, inputs }) => ({
    subjectId,
    day,
    values: numbersIn(dayValues),
    usable: marksOf(usable),
    inputs: countsOf(inputs),
  }))
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    let found = known.get(text)
    if (found === undefined) {
      found = read(text)
      known.set(text, found)
    }
    return found
  }
}

function itemsIn(text: string): string[] {
  return text.slice(1, -1).split(',')
}

/** `{1.5,NULL,3}` */
function numbersIn(text: string): (number | null)[] {
  return itemsIn(text).map((one) => (one === 'NULL' ? null : Number(one)))
}

/** Writes days; @returns those that were not there so */
export async function saveDays(
  db: Db,
  countyId: string,
  days: readonly EvaluatedDay[],
): Promise<{ subjectId: string; day: number }[]> {
  const changed: { subjectId: string; day: number }[] = []
  for (let first = 0; first < days.length; first += AT_ONCE) {
    const some = days.slice(first, first + AT_ONCE)
    const found = await sql<{ subjectId: string; day: number }>`
      insert into weike.evaluated_day as there (county_id, subject_id, day, day_values, usable, inputs)
      values ${sql.join(
        some.map(
          ({ subjectId, day, values, usable, inputs }) =>
            sql`(${countyId}::uuid, ${subjectId}::uuid, ${day}::int, ${[...values]}::double precision[],
                 ${[...usable]}::boolean[], ${[...inputs]}::smallint[])`,
        ),
      )}
      on conflict (county_id, subject_id, day) do update
        set day_values = excluded.day_values, usable = excluded.usable, inputs = excluded.inputs
        where (there.day_values, there.usable, there.inputs)
          is distinct from (excluded.day_values, excluded.usable, excluded.inputs)
      returning subject_id, day`.execute(db)
    changed.push(...found.rows)
  }
  return changed
}

/** Takes days away of which there is nothing any more. @returns those that were there */
export async function dropDays(
  db: Db,
  countyId: string,
  subjectId: string,
  days: readonly number[],
): Promise<{ subjectId: string; day: number }[]> {
  if (days.length === 0) return []
  const found = await sql<{ subjectId: string; day: number }>`
    delete from weike.evaluated_day
    where county_id = ${countyId} and subject_id = ${subjectId} and day = any(${[...days]}::int[])
    returning subject_id, day`.execute(db)
  return found.rows
}

/** First and last day of each subject that has any. */
export async function spansOf(db: Db, countyId: string): Promise<ReadonlyMap<string, { first: number; last: number }>> {
  const found = await db
    .selectFrom('evaluatedDay')
    .select((eb) => ['subjectId', eb.fn.min('day').as('first'), eb.fn.max('day').as('last')])
    .where('countyId', '=', countyId)
    .groupBy('subjectId')
    .execute()
  return new Map(found.map(({ subjectId, first, last }) => [subjectId, { first, last }]))
}

/** What the days of each subject rested on when they were made. */
export async function basesOf(db: Db, countyId: string): Promise<ReadonlyMap<string, string>> {
  const found = await db
    .selectFrom('evaluatedSubject')
    .select(['subjectId', 'basis'])
    .where('countyId', '=', countyId)
    .execute()
  return new Map(found.map(({ subjectId, basis }) => [subjectId, basis]))
}

export async function saveBasis(db: Db, countyId: string, subjectId: string, basis: string): Promise<void> {
  await db
    .insertInto('evaluatedSubject')
    .values({ countyId, subjectId, basis })
    .onConflict((conflict) => conflict.columns(['countyId', 'subjectId']).doUpdateSet({ basis }))
    .execute()
}
