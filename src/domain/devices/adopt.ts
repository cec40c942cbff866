import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { addDevice, type NewDevice } from './service.ts'
import { deviceByMn } from './store.ts'

export interface Replayed {
  /** Frames that were kept and are readings now. */
  taken: number
  /** Those that still cannot be taken, each with its reason in quarantine. */
  stillKept: number
}

/**
 * Takes in what was kept of an MN, in the order in which it came, through the reception of live frames. Composed in app/,
 * because reception belongs to the gateway. Again and again it takes what is left: each frame once.
 */
export type Replay = (countyId: string, mn: string) => Promise<Replayed>

/** Frames that are looked at to learn something of an unknown device. */
export const FRAMES_LOOKED_AT = 100

type KeptFrame = Awaited<ReturnType<ReadingsStore['keptOf']>>[number]
type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/**
 * Registers an unknown device and takes in what was kept of it. When that is cut off, the same act again, or a replay, goes
 * on where it ended.
 * @throws Problem as `addDevice`; `invalid-input` (password) when none is given and the frames do not agree on one
 */
export async function adoptDevice(
  foundation: Foundation,
  readings: ReadingsStore,
  replay: Replay,
  principal: Principal,
  act: Envelope,
  wanted: Omit<NewDevice, 'password'> & { password?: string | undefined },
): Promise<{ id: string; mn: string }> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const password = wanted.password ?? (await passwordSaid(foundation, readings, countyId, act, wanted.mn))
  const device = await addDevice(foundation, principal, act, { ...wanted, password })
  await replay(countyId, device.mn)
  return device
}

/** The password that all kept frames of an MN carry. An act that was done already needs none: its password was stored then. */
async function passwordSaid(
  { db }: Foundation,
  readings: ReadingsStore,
  countyId: string,
  { actId }: Envelope,
  mn: string,
): Promise<string> {
  if ((await deviceByMn(db, mn))?.id === actId) return ''
  const said = passwordsIn(await readings.keptOf(countyId, mn, 0, FRAMES_LOOKED_AT), mn)
  const [only] = said
  if (only === undefined || said.size > 1) throw new Problem('invalid-input', { params: { what: 'password' } })
  return only
}

/** The passwords under which frames of an MN came; only whole ones are believed. Pure. */
export function passwordsIn(frames: readonly Pick<KeptFrame, 'bytes' | 'disposition'>[], mn: string): Set<string> {
  const found = new Set<string>()
  for (const { bytes, disposition } of frames) {
    if (bytes === null || disposition === 'bad-crc') continue
    const framer = createFramer()
    for (const event of [...framer.push(bytes), ...framer.flush()]) {
      const parsed = event.kind === 'frame' ? parseSegment(event.segment) : null
      if (parsed?.ok && parsed.message.mn === mn && parsed.message.pw !== '') found.add(parsed.message.pw)
    }
  }
  return found
}

/**
 * Takes in what was kept of a device that is known by now, also after its settings were mended.
 * @throws Problem `not-allowed`, `target-unknown` (device)
 */
export async function replayKept(
  foundation: Foundation,
  replay: Replay,
  principal: Principal,
  act: Envelope,
  mn: string,
): Promise<Replayed> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const request = { countyId, ...act, kind: 'replay-kept', actor: actorOf(principal), input: { mn } }
  await performAct(foundation, request, async ({ trx, record }) => {
    const device = await deviceByMn(trx, mn)
    if (device?.countyId !== countyId) throw new Problem('target-unknown', { params: { what: 'device', id: mn } })
    await record({
      kind: 'quarantine.replayed',
      subject: { type: 'device', id: device.id, version: device.version },
      data: { mn },
    })
    return { id: device.id }
  })
  return replay(countyId, mn)
}
