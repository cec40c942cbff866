import { afterEach, describe, expect, it } from 'vitest'
import { REMEMBERED, type Robot, startRobot } from './robot.ts'

const key = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa'
let now = 1_800_000_000_000
let robot: Robot | null = null

afterEach(async () => {
  await robot?.close()
  robot = null
})

async function start(): Promise<Robot> {
  robot = await startRobot({ key, port: 0, now: () => now })
  return robot
}

async function post(url: string, body: unknown): Promise<{ status: number; errcode: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  const errcode = typeof answer === 'object' && answer !== null && 'errcode' in answer ? answer.errcode : undefined
  return { status: response.status, errcode }
}

const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } })
const at = (url: string, path: string) => new URL(path, url).href

describe('the group robot', { timeout: 30_000 }, () => {
  it('takes a message and shows it', async () => {
    const { url } = await start()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/webhook\/send\?key=/)
    expect(await post(url, markdown('**青石桥站** PM2.5 高于 75'))).toEqual({ status: 200, errcode: 0 })
    const shown: unknown = await (await fetch(at(url, '/messages'))).json()
    expect(shown).toEqual({
      messages: [
        {
          receivedAt: now,
          msgtype: 'markdown',
          content: '**青石桥站** PM2.5 高于 75',
          body: markdown('**青石桥站** PM2.5 高于 75'),
        },
      ],
    })
  })

  it('refuses with HTTP 200 and the code of the platform', async () => {
    const { url, messages } = await start()
    const code = async (body: unknown, to = url) => {
      const { status, errcode } = await post(to, body)
      expect(status).toBe(200)
      return errcode
    }
    expect(await code(markdown('x'), url.replace(/key=.*/, 'key=wrong'))).toBe(93000)
    expect(await code(markdown('x'), url.replace(/\?key=.*/, ''))).toBe(93000)
    expect(await code({ msgtype: 'telegram', telegram: { content: 'x' } })).toBe(40008)
    expect(await code({ text: { content: 'x' } })).toBe(40008)
    // Bytes count, not characters: 1365 Chinese characters are 4095 bytes.
    expect(await code(markdown('微'.repeat(1365)))).toBe(0)
    expect(await code(markdown('微'.repeat(1366)))).toBe(40058)
    expect(await code({ msgtype: 'text', text: { content: 'x'.repeat(2049) } })).toBe(40058)
    expect(await code(markdown(''))).toBe(44004)
    expect(await code('no JSON')).toBe(47001)
    expect(messages().length).toBe(1)
  })

  it('takes twenty a minute and no more', async () => {
    const { url } = await start()
    const codes: unknown[] = []
    for (let sent = 0; sent < 22; sent++) codes.push((await post(url, markdown(String(sent)))).errcode)
    expect(codes).toEqual([...Array(20).fill(0), 45009, 45009])
    now += 59_999
    expect((await post(url, markdown('early'))).errcode).toBe(45009)
    now += 1
    expect((await post(url, markdown('late'))).errcode).toBe(0)
  })

  it('remembers the last two hundred', async () => {
    const { url, messages } = await start()
    for (let sent = 0; sent < REMEMBERED + 5; sent++) {
      now += 3_000
      await post(url, markdown(String(sent)))
    }
    expect(messages().length).toBe(REMEMBERED)
    expect(messages()[0]?.content).toBe('5')
  })

  it('goes wrong on demand, message by message, and then is well again', async () => {
    now += 120_000
    const { url, messages } = await start()
    const next = ['busy', 'http500', 'drop', 'lose-answer', 'hang']
    expect((await post(at(url, '/faults'), { next })).status).toBe(200)
    expect(await post(url, markdown('1'))).toEqual({ status: 200, errcode: -1 })
    expect((await post(url, markdown('2'))).status).toBe(500)
    await expect(post(url, markdown('3'))).rejects.toThrow()
    await expect(post(url, markdown('4'))).rejects.toThrow()
    const patience = new AbortController()
    const hanging = fetch(url, { method: 'POST', body: JSON.stringify(markdown('5')), signal: patience.signal })
    expect((await post(url, markdown('6'))).errcode).toBe(0)
    patience.abort()
    await expect(hanging).rejects.toThrow()
    // Only the cut after taking it has kept its message.
    expect(messages().map(({ content }) => content)).toEqual(['4', '6'])
  })

  it('knows the faults it can make', async () => {
    const { url } = await start()
    expect((await post(at(url, '/faults'), { next: ['explode'] })).status).toBe(400)
    expect((await post(at(url, '/faults'), '{')).status).toBe(400)
    expect((await fetch(at(url, '/elsewhere'))).status).toBe(404)
  })
})
