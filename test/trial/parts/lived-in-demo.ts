import { type SignedIn, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import { serve, type Weike } from './weike.ts'

/** The instant of the pictures of the design: a bad hour of an invented county begins. */
export const BAD_HOUR_AT = '2026-11-18T14:20:00+08:00'
/** Some minutes into it: the alert is raised, and nobody has seen to it yet. */
export const SHOWN_AT = '2026-11-18T14:23:00+08:00'
/** A night and a morning before it, so that there are alerts, tasks and people who had to do with them. */
const LIVED_FROM = '2026-11-17T20:00:00+08:00'
/** Well before: while a server ends, its clock goes on, and the faster it goes the farther. */
const LIVED_UNTIL = Date.parse('2026-11-18T12:40:00+08:00')
const SPEED = 400
/** The last hour and a half more slowly, so that no device seems to have been silent for long before the instant shown. */
const LAST_UNTIL = Date.parse('2026-11-18T14:07:00+08:00')
const LAST_SPEED = 60
/** And the last minutes so that what begins in them is there and not over. */
const ARRIVED_AT = Date.parse('2026-11-18T14:21:30+08:00')
const ARRIVAL_SPEED = 10
/** While it is looked at it all but stands: pictures taken over ten minutes are of one minute. */
const SHOWN_SPEED = 0.1
/** What has just been raised nobody has seen to, however long the machine takes until it is shown. */
const NOBODY = ['--no-people']
/** About four months. */
const PAST = ['--past-years', '0.34']

const PASSWORD = 'weike-demo'
const LOOK_MS = 500
/** A busy machine takes its time over four months of hours. [ms] */
const LONGEST_PAST_MS = 20 * 60_000

/** Somebody of the demo; who is being signed in by the simulator at the same moment is asked to wait. */
export function demoPerson(http: string, signInName: string): Promise<SignedIn> {
  return eventually(`${signInName} to be let in`, () =>
    signIn(http, signInName, PASSWORD).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('sign-in-locked')) return undefined
      throw error
    }),
  )
}

/** A demo whose people have been at work for most of a day and whose past is in; its clock says `SHOWN_AT` and all but stands. */
export async function serveLivedIn(dataDir: string): Promise<Weike> {
  const started = Date.parse(LIVED_FROM)
  const fast = await liveUntil(dataDir, started, SPEED, LIVED_UNTIL)
  const slow = await liveUntil(dataDir, fast, LAST_SPEED, LAST_UNTIL)
  const arrived = await liveUntil(dataDir, slow, ARRIVAL_SPEED, ARRIVED_AT, NOBODY)
  if (arrived > Date.parse(SHOWN_AT))
    throw new Error('the machine is too busy: the demo lived on past the instant to be shown')
  const speed = ['--speed', String(SHOWN_SPEED)]
  const weike = await serve({ dataDir, args: ['--demo', ...PAST, ...NOBODY, ...speed, '--starts-at', SHOWN_AT] })
  await pastIsIn(weike.http)
  return weike
}

/** @returns an instant that the demo's clock had not reached when it had ended [epoch ms] */
async function liveUntil(
  dataDir: string,
  from: number,
  speed: number,
  until: number,
  more: readonly string[] = [],
): Promise<number> {
  const startsAt = new Date(from).toISOString()
  const args = ['--demo', ...PAST, ...more, '--speed', String(speed), '--starts-at', startsAt]
  const weike = await serve({ dataDir, args })
  const analyst = await demoPerson(weike.http, 'xuyan')
  const now = async () => Date.parse((await analyst.call('GET /api/session')).now)
  while ((await now()) < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  const last = await now()
  const ending = performance.now()
  await weike.stop()
  return last + (performance.now() - ending + 1_000) * speed
}

/** Waits until the files of the past are read. @throws Error when they are not for a long time */
export async function pastIsIn(http: string): Promise<void> {
  const analyst = await demoPerson(http, 'xuyan')
  const deadline = performance.now() + LONGEST_PAST_MS
  for (;;) {
    const { items } = await analyst.call('GET /api/imports')
    const hours = items.filter(({ fileName }) => fileName.includes('小时值'))
    const isRanked = items.some(({ fileName, state }) => fileName.includes('排名') && state === 'done')
    if (isRanked && hours.length > 1 && hours.every(({ state }) => state === 'done')) return
    if (performance.now() > deadline) throw new Error('the past of the demo did not come in')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
