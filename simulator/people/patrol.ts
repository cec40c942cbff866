import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { towns } from '../place.ts'
import { civilDayNumber } from '../world/courses.ts'
import { sources, type WorldSource } from '../world/sources.ts'
import { type Finding, findings } from './findings.ts'
import { actOn, type Office } from './office.ts'
import { chosen, isSo } from './temper.ts'
import { movedTold, regionsTold } from './told.ts'

/** How often a grid member comes upon something on a morning or an afternoon. */
const COMES_UPON = 0.3
/** Nobody walks the grid before and after. [h of the day] */
const WALKS = { from: 8, until: 18, half: 13 } as const

/** Something that somebody comes upon at a place. */
export interface Sight {
  source: WorldSource
  finding: Finding
}

/** What there is to be seen in a town; the same for the same occasion. */
export function sightIn(seed: string, townCode: string, occasion: string): Sight | undefined {
  const source = chosen(
    seed,
    `where ${occasion}`,
    sources.filter((one) => one.townCode === townCode),
  )
  if (source === undefined) return undefined
  const ofKind = findings.filter(({ kinds }) => kinds.includes(source.kind))
  const finding = chosen(seed, `what ${occasion}`, ofKind)
  return finding === undefined ? undefined : { source, finding }
}

/**
 * What a grid member comes upon on the daily round: some days a problem, reported without anybody having sent them.
 * @param told occasions that were told before; what is told now joins them. Told again after a start it is the same act.
 */
export async function walkTheRound(
  office: Office,
  person: { signInName: string; townCode: string },
  told: Set<string>,
): Promise<void> {
  const { now, seed } = office
  const hour = ((((now() + 8 * HOUR_MS) / HOUR_MS) % 24) + 24) % 24
  if (hour < WALKS.from || hour >= WALKS.until) return
  const occasion = `${person.signInName} ${civilDayNumber(now())} ${hour < WALKS.half ? 'morning' : 'afternoon'}`
  if (told.has(occasion) || !isSo(seed, `comes upon ${occasion}`, COMES_UPON)) return
  const sight = sightIn(seed, person.townCode, occasion)
  if (sight !== undefined) await report(office, person.townCode, occasion, sight)
  told.add(occasion)
}

/** @returns id of the case; null when the county has no such town */
export async function report(
  office: Office,
  townCode: string,
  occasion: string,
  { source, finding }: Sight,
): Promise<string | null> {
  const regionId = await regionOf(office, townCode)
  if (regionId === undefined) return null
  const title = `${source.name.zh}：${finding.title}（模拟）`
  const place = { regionId, lon: source.lonWgs84, lat: source.latWgs84 }
  const act = actOn(office, `report ${occasion}`, { title, sourceClass: finding.sourceClass, ...place })
  return movedTold.parse(await office.caller.call('POST', '/api/cases', { json: act })).id
}

async function regionOf({ caller }: Office, townCode: string): Promise<string | undefined> {
  const town = towns.find(({ code }) => code === townCode)
  const { items } = regionsTold.parse(await caller.call('GET', '/api/regions'))
  return items.find(({ name }) => name === town?.name.zh)?.id
}
