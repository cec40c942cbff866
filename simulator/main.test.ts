import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { startCentre } from './centre.fixture.ts'
import { until } from './manual-times.fixture.ts'
import { devices } from './place.ts'

const main = join(import.meta.dirname, 'main.ts')
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, WEIKE_LANGUAGE: 'en' } })
  running.push(child)
  const out: string[] = []
  const talk: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => out.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => talk.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, out, talk, ended }
}

describe('the simulator as a process', { timeout: 30_000 }, () => {
  it('shows its robot, waits for go, sends, and ends with its stdin', async () => {
    const centre = await startCentre(() => 'answer')
    const { child, out, talk, ended } = start('--to', `127.0.0.1:${centre.port}`, '--history-hours', '3')
    await until(() => out.length > 0 && talk.length > 0)
    const robot: unknown = JSON.parse(out[0] ?? '')
    expect(robot).toEqual({
      robot: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/webhook\/send\?key=.+/),
      interface: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    })
    expect(talk).toEqual(['simulator: waiting for go on stdin'])
    expect(centre.accepted()).toBe(0)
    child.stdin.write('go\n')
    const isWhole = ({ mn }: { mn: string }) =>
      centre.received.filter((frame) => frame.mn === mn && frame.cn === '2061').length >= 2 &&
      centre.received.some((frame) => frame.mn === mn && frame.cn === '2011')
    await until(() => devices.every(isWhole))
    child.stdin.end()
    expect(await ended).toBe(0)
    await until(() => centre.open() === 0)
    expect(out.length).toBe(1)
    expect(talk.at(-1)).toMatch(/^simulator: stopped; \d+ frames sent/)
    await centre.close()
  })

  it('keeps the key it is given, runs the robot alone, and ends on SIGTERM', async () => {
    const { child, out, ended } = start('--robot-only', '--robot-key', 'k1', '--go')
    await until(() => out.length > 0)
    expect(out[0]).toMatch(/\?key=k1"\}$/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('lives faster when told to: an hour of data in seconds, in the time of the origin', async () => {
    const centre = await startCentre(() => 'answer')
    const origin = Date.now() - 1_000
    const args = ['--speed', '3600', '--origin', String(origin), '--stations', 'QYW05', '--history-hours', '0']
    const { child, out, ended } = start('--to', `127.0.0.1:${centre.port}`, '--devices-only', '--go', ...args)
    await until(() => centre.received.filter(({ cn }) => cn === '2061').length >= 2)
    child.stdin.end()
    expect(await ended).toBe(0)
    expect(out).toEqual([])
    const of = (cn: string) => centre.received.filter((frame) => frame.cn === cn)
    expect(of('2051').length).toBeGreaterThanOrEqual(6)
    expect(of('2011').length).toBeGreaterThanOrEqual(110)
    expect(new Set(centre.received.map(({ cn, dataTime }) => `${cn} ${dataTime}`)).size).toBe(centre.received.length)
    await centre.close()
  })

  it('refuses a wrong command line with 2', async () => {
    const { out, talk, ended } = start('--speed', '0')
    expect(await ended).toBe(2)
    expect(out).toEqual([])
    expect(talk[0]).toContain('--')
  })
})
