import type pg from 'pg'
import { type AqiScale, aqiScales, breakpointTables } from '../../src/standards/aqi-table.ts'
import { limitOf, limitsInForce } from '../../src/standards/limits.ts'
import { evaluatedFactors, type FactorName } from '../../src/standards/statistics-table.ts'
import { dataMinima } from '../../src/standards/validity.ts'
import { YEAR } from './law-years.ts'

/** The same statistics as SQL, written as one would who knows PostgreSQL well. Numbers come from the same tables. */

const minima = dataMinima['2012']
const limits = limitsInForce(`${YEAR}-12-31`)
const names = evaluatedFactors.map(({ name }) => name)

/** @returns seconds to read the CSV files, and to lay the rows out for evaluation, with day and label ready */
export async function loadHours(
  client: pg.Client,
  files: readonly string[],
): Promise<{ copy: number; layOut: number }> {
  const columns = names.map((name) => `${name} double precision`).join(', ')
  await client.query(`create unlogged table read_hour (hour_end timestamp, station text, ${columns})`)
  const copy = await timed(async () => {
    for (const file of files) {
      await client.query(`copy read_hour from ${client.escapeLiteral(file)} with (format csv, header)`)
    }
  })
  const layOut = await timed(async () => {
    await client.query(`create unlogged table hour as
      select station, (hour_end - interval '1 hour')::date as day,
             extract(hour from hour_end - interval '1 hour')::smallint + 1 as label, ${names.join(', ')}
      from read_hour`)
    await client.query('drop table read_hour')
    await client.query('create index on hour (station, day, label)')
    await client.query('vacuum analyze hour')
  })
  return { copy, layOut }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await act()
  return (performance.now() - started) / 1000
}

/** A station-year as both sides tell it: numbers by name. */
export type Outcome = Record<string, number | boolean | null>

export async function evaluateInSql(client: pg.Client): Promise<{ seconds: number; outcomes: Map<string, Outcome> }> {
  // More than enough for its sorts and hashes; the planner may use both cores.
  await client.query(`set work_mem = '256MB'; set max_parallel_workers_per_gather = 2; set jit = on`)
  let rows: Record<string, unknown>[] = []
  const seconds = await timed(async () => {
    rows = (await client.query(statement)).rows
  })
  return {
    seconds,
    outcomes: new Map(
      rows.map(({ station, ...values }) => [
        String(station),
        Object.fromEntries(
          Object.entries(values).map(([key, value]) => [
            key,
            typeof value === 'boolean' || value === null ? value : Number(value),
          ]),
        ),
      ]),
    ),
  }
}

const means = names.filter((name) => name !== 'o3')

/** Rounded as GB/T 8170 has it: nine decimals first, so that no binary residue decides; rint then goes to even. */
function roundedSql(column: string, steps: number): string {
  return `round(round((${column} * ${steps})::numeric, 9)::float8) / ${steps}`
}

const scaleOf: Readonly<Record<FactorName, AqiScale>> = {
  pm25: 'pm25-24h',
  pm10: 'pm10-24h',
  so2: 'so2-24h',
  no2: 'no2-24h',
  co: 'co-24h',
  o3: 'o3-8h',
}

/** Sub-index of a rounded concentration (HJ 633-2012): table 1 as a CASE. */
function iaqiSql(name: FactorName): string {
  const place = aqiScales.indexOf(scaleOf[name])
  const points = breakpointTables['2012'].lines.flatMap(([iaqi, ...concentrations]) => {
    const concentration = concentrations[place] ?? null
    return concentration === null ? [] : [{ iaqi, concentration }]
  })
  const cases = points.slice(1).map((high, at) => {
    const low = points[at] ?? high
    const slope = `${high.iaqi - low.iaqi}.0 / ${high.concentration - low.concentration}.0`
    return `when ${name} <= ${high.concentration} then ceil(${low.iaqi} + (${name} - ${low.concentration}) * ${slope} - 1e-9)`
  })
  return `case ${cases.join(' ')} ${points.at(-1)?.iaqi === 500 ? `when ${name} is not null then 500` : ''} end`
}

const levelEnds = [50, 100, 150, 200, 300]
const levelSql = `case ${levelEnds.map((end, at) => `when aqi <= ${end} then ${at + 1}`).join(' ')} when aqi is not null then 6 end`

/** `materialized` wherever a column is used again and again: folded into each other, roundings would be made anew for each use. */
const statement = `
with day_means as (
  select station, day,
         ${means.map((name) => `case when count(${name}) >= ${minima.dayHours} then avg(${name}) end as ${name}`).join(',\n         ')}
  from hour group by station, day
),
eights as (
  select station, day, label,
         case when count(o3) over eight >= ${minima.eightHours} then avg(o3) over eight end as mean
  from hour
  window eight as (partition by station, day order by label rows between 7 preceding and current row)
),
maxima as (
  select station, day, case when count(mean) >= ${minima.dailyMaximumWindows} or max(mean) > ${limitOf(limits, 'a05024', '8h')} then max(mean) end as o3
  from eights where label >= 8 group by station, day
),
days as materialized (
  select m.*, x.o3 from day_means m join maxima x using (station, day)
),
published as materialized (
  select station, ${names.map((name) => `${roundedSql(name, name === 'co' ? 10 : 1)} as ${name}`).join(', ')} from days
),
indices as materialized (
  select station, num_nulls(${names.join(', ')}) = 0 as whole, greatest(${names.map(iaqiSql).join(',\n         ')}) as aqi
  from published
),
levels as materialized (
  select station, ${levelSql} as level from indices where whole or aqi > 100
),
good as (
  select station, ${levelEnds
    .concat(500)
    .map((_, at) => `count(*) filter (where level = ${at + 1}) as level_${at + 1}`)
    .join(', ')},
         100.0::float8 * count(*) filter (where level <= 2) / count(*) as good_day_ratio
  from levels group by station
),
months as (
  select station, extract(month from day) as month, ${names.map((name) => `count(${name}) as ${name}`).join(', ')}
  from days group by station, extract(month from day)
),
valid as (
  select station, ${names
    .map(
      (name) => `min(${name}) as ${name}_fewest,
         sum(${name}) >= ${minima.yearDays} and bool_and(${name} >= case when month = 2 then ${minima.februaryDays} else ${minima.monthDays} end) as ${name}_valid`,
    )
    .join(',\n         ')}
  from months group by station
),
years as (
  select station, ${evaluatedFactors
    .map(
      ({ name, meanLimit, percent }) => `count(${name}) as ${name}_days,
         ${meanLimit === null ? '' : `avg(${name}) as ${name}_mean,`}
         percentile_cont(${percent / 100}) within group (order by ${name}) as ${name}_percentile`,
    )
    .join(',\n         ')}
  from days group by station
)
select y.*, ${names.map((name) => `v.${name}_fewest, v.${name}_valid`).join(', ')},
       ${levelEnds
         .concat(500)
         .map((_, at) => `g.level_${at + 1}`)
         .join(', ')}, g.good_day_ratio,
       ${evaluatedFactors
         .map(({ factor, name, meanLimit, percentileLimit }) =>
           meanLimit === null
             ? `${name}_percentile / ${limitOf(limits, factor, percentileLimit)}`
             : `${name}_mean / ${limitOf(limits, factor, meanLimit)}`,
         )
         .join(' + ')} as composite
from years y join valid v using (station) join good g using (station)`
