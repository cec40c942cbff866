import { createServer } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { fetchDocument } from './fetch.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A server of this machine that answers, or sends on. @returns its origin */
async function serving(to?: string): Promise<string> {
  const server = createServer((_, response) => {
    if (to === undefined) response.writeHead(200).end('{}')
    else response.writeHead(302, { location: to }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const fetched = (url: string, localServers: ReadonlySet<string>) =>
  fetchDocument({
    ...{ url, method: 'GET', headers: {}, body: null, timeoutMs: 5_000, mostBytes: 1_000, known: null },
    ...{ allowLocal: false, localServers, wall: systemClock, signal: new AbortController().signal },
  })
const refused = { ok: false, fault: { code: 'address' } }

it('a server of this machine that was named may be asked, and no other of it, nor by another name, nor from there on', async () => {
  const named = await serving()
  const other = await serving()
  const sendsOn = await serving(`${other}/hours`)
  const word = new Set([named, sendsOn])
  expect(await fetched(`${named}/hours?x=1`, word)).toMatchObject({ ok: true, status: 200 })
  expect(await fetched(`${other}/hours`, word)).toMatchObject(refused)
  expect(await fetched(`${named.replace('127.0.0.1', 'localhost')}/hours`, word)).toMatchObject(refused)
  expect(await fetched(`${sendsOn}/hours`, word)).toMatchObject(refused)
  expect(await fetched(`${named}/hours`, new Set())).toMatchObject(refused)
})
