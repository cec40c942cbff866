import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { openBytes, sealBytes } from '../../platform/keys.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import {
  type Channel,
  channelsOf,
  insertChannel,
  insertMessage,
  listMessages,
  messagesAbout,
  saveChannelUrl,
} from './store.ts'

/**
 * Puts a message into the outbox of every enabled channel of the county, in the transaction of what it tells about:
 * if that is committed, the message will be sent at least once.
 */
export async function tellChannels(
  foundation: Pick<Foundation, 'ids' | 'clocks'>,
  db: Db,
  countyId: string,
  message: { subject: { type: string; id: string }; body: string },
): Promise<void> {
  const { wall, domain } = foundation.clocks
  for (const channel of await channelsOf(db, countyId)) {
    if (!channel.enabled) continue
    await insertMessage(db, {
      countyId,
      id: foundation.ids.next(),
      channelId: channel.id,
      subjectType: message.subject.type,
      subjectId: message.subject.id,
      body: message.body,
      state: 'waiting',
      attempts: 0,
      // Sending is wall-clock work: retries must not run fast when a demo's own time does. When something was told belongs to
      // what it was about.
      nextAt: wall.now(),
      createdAt: domain.now(),
      sentAt: null,
      lastError: null,
    })
  }
}

const sealContext = (channelId: string) => `channel-url:${channelId}`

/** Adds a WeCom group robot. Its address holds the key and is kept sealed. @throws Problem `not-allowed` */
export async function addChannel(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: { name: string; url: string },
): Promise<{ id: string; kind: 'wecom-robot'; name: string; enabled: boolean }> {
  const { countyId } = principal
  allow(principal, 'manage-channels', countyScope(countyId))
  const request = { countyId, ...act, kind: 'add-channel', actor: actorOf(principal), input: { name: wanted.name } }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const view = { id: act.actId, kind: 'wecom-robot' as const, name: wanted.name, enabled: true }
    const urlSealed = sealBytes(
      foundation.keys.device,
      Buffer.from(wanted.url, 'utf8'),
      sealContext(view.id),
      foundation.randomness,
    )
    await insertChannel(trx, { countyId, ...view, urlSealed, createdAt: receivedAt })
    await record({
      kind: 'channel.added',
      subject: { type: 'channel', id: view.id, version: 1 },
      data: { kind: view.kind, name: view.name },
    })
    return view
  })
}

/** The robot has another address from now on. @throws Problem `not-allowed` */
export async function moveChannel(
  foundation: Foundation,
  principal: Principal,
  id: string,
  url: string,
): Promise<void> {
  allow(principal, 'manage-channels', countyScope(principal.countyId))
  const { keys, randomness, db } = foundation
  const urlSealed = sealBytes(keys.device, Buffer.from(url, 'utf8'), sealContext(id), randomness)
  await saveChannelUrl(db, principal.countyId, id, urlSealed)
}

export function channelUrl(foundation: Pick<Foundation, 'keys'>, channel: Channel): string {
  return openBytes(foundation.keys.device, channel.urlSealed, sealContext(channel.id)).toString('utf8')
}

export async function listChannels(foundation: Foundation, principal: Principal): Promise<Channel[]> {
  allow(principal, 'read-messages', countyScope(principal.countyId))
  return channelsOf(foundation.db, principal.countyId)
}

export async function pageOfMessages(
  foundation: Foundation,
  principal: Principal,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: Awaited<ReturnType<typeof listMessages>>; next: string | null }> {
  allow(principal, 'read-messages', countyScope(principal.countyId))
  const rows = await listMessages(foundation.db, principal.countyId, readCursor(query.cursor), query.limit + 1)
  return cutPage(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }))
}

export { messagesAbout }
