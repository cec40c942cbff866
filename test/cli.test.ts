import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import en from '../catalogues/en.json' with { type: 'json' }
import zh from '../catalogues/zh.json' with { type: 'json' }
import { placesOf } from '../src/platform/db/embedded/places.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { signIn, visitor, withToken } from './setup/api-client.ts'
import { uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

// Every call is a process of its own, and some tests make many.
vi.setConfig({ testTimeout: 300_000 })

const program = join(import.meta.dirname, '..', 'src', 'app', 'cli.ts')

/** Every command with its word in the catalogues and a call of it that does not fit. */
const commands = [
  { name: 'serve', key: 'serve', wrong: ['--port', 'many'] },
  { name: 'station add', key: 'station-add', wrong: ['--code', 'QY001'] },
  {
    name: 'device add',
    key: 'device-add',
    wrong: ['--mn', '1', '--station', 'a', '--password', 'b', '--data-time', 'noon'],
  },
  { name: 'user add', key: 'user-add', wrong: ['--name', '陈一鸣', '--role', 'king'] },
  { name: 'user reset', key: 'user-reset', wrong: [] },
  { name: 'user erase', key: 'user-erase', wrong: ['one', 'two'] },
  { name: 'token add', key: 'token-add', wrong: ['--name', 'no role'] },
  { name: 'send', key: 'send', wrong: ['frames.txt'] },
  { name: 'feed list', key: 'feed-list', wrong: ['what for'] },
  { name: 'feed pull', key: 'feed-pull', wrong: [] },
  { name: 'aqi', key: 'aqi', wrong: ['--edition', '2012', '--kind', 'weekly'] },
  { name: 'evaluate', key: 'evaluate', wrong: ['file.csv', '--basis', 'up'] },
  { name: 'hj212 parse', key: 'hj212-parse', wrong: ['--colour'] },
  { name: 'hj212 format', key: 'hj212-format', wrong: ['one', 'two'] },
  { name: 'verify-ledger', key: 'verify-ledger', wrong: ['what for'] },
  { name: 'ledger export', key: 'ledger-export', wrong: ['--to', 'file'] },
  { name: 'ledger head', key: 'ledger-head', wrong: ['2026-11-18'] },
] as const

const languages = [
  { language: 'English', locale: 'en_US.UTF-8', catalogue: new Map<string, string>(Object.entries(en)) },
  { language: '中文', locale: 'zh_CN.UTF-8', catalogue: new Map<string, string>(Object.entries(zh)) },
] as const

/** Runs a command under a locale, and nothing else that could choose its language. */
async function runUnder(locale: string | undefined, words: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const environment = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    // Nothing of this may come to open an installation; if it tries, it fails here.
    WEIKE_DATA: '/dev/null/none',
    ...(locale === undefined ? {} : { LANG: locale }),
    ...more,
  }
  const child = spawn(process.execPath, [program, ...words], {
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exit
  return { status: child.exitCode, stdout, stderr }
}

describe.concurrent.each(languages)('the help in $language', ({ locale, catalogue }) => {
  it('of weike itself lists every command with what it does', async ({ expect }) => {
    const { status, stdout, stderr } = await runUnder(locale, ['--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const { name, key } of commands)
      expect(stdout.split('\n').map((line) => line.trim())).toContainEqual(
        expect.stringMatching(new RegExp(`^${name} +${escaped(catalogue.get(`cli.${key}.summary`) ?? '?')}$`)),
      )
    expect(stdout).not.toContain('cli.')
  })

  for (const { name, key } of commands) {
    it(`of ${name} is on stdout and says what it does and what each option is`, async ({ expect }) => {
      const { status, stdout, stderr } = await runUnder(locale, [...name.split(' '), '--help'])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      const [summary, , usage = '', , ...options] = stdout.trimEnd().split('\n')
      expect(summary).toBe(catalogue.get(`cli.${key}.summary`))
      expect(usage.startsWith(`weike ${name}`)).toBe(true)
      const named = [...usage.matchAll(/--([a-z0-9-]+)/g)].map((found) => found[1] ?? '')
      expect(options).toHaveLength(named.length)
      for (const [place, option] of named.entries()) {
        expect(options[place]).toContain(`--${option}`)
        const own = catalogue.get(`cli.${key}.option.${option}`)
        expect(options[place]).toContain(own ?? catalogue.get(`cli.option.${option}`))
      }
    })
  }

  it('is what a wrong call gets, on stderr', async ({ expect }) => {
    const { status, stdout, stderr } = await runUnder(locale, ['dance'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(catalogue.get('cli.overview'))
    expect(stderr).toContain('dance')
  })
})

describe.concurrent('a call that does not fit', () => {
  for (const { name, key, wrong } of commands) {
    it(`of ${name} is exit 2, with its help on stderr and nothing on stdout`, async ({ expect }) => {
      const { status, stdout, stderr } = await runUnder('en_US.UTF-8', [...name.split(' '), ...wrong])
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr.startsWith('Wrong use: ')).toBe(true)
      expect(stderr).toContain(Object(en)[`cli.${key}.summary`])
      expect(stderr).toContain(`weike ${name}`)
    })
  }

  for (const words of [[], ['station'], ['station', 'remove']]) {
    it(`weike ${words.join(' ')}: exit 2, with all commands on stderr`, async ({ expect }) => {
      const { status, stdout, stderr } = await runUnder('en_US.UTF-8', words)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(en['cli.overview'])
    })
  }

  it('is a port that is none, also from the environment', async ({ expect }) => {
    const { status, stderr } = await runUnder('en_US.UTF-8', ['serve'], { WEIKE_PORT: '70000' })
    expect(status).toBe(2)
    expect(stderr).toContain('WEIKE_PORT')
  })
})

const escaped = (words: string) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

it('without a word about the language it speaks Chinese', async () => {
  expect((await runUnder(undefined, ['--help'])).stdout).toContain(zh['cli.overview'])
})

const nowhere = { dataDir: '/nowhere', databaseUrl: undefined }
const goodFrame = () =>
  uploadFrame({ mn: '439901010000A05C1E7B0001', pw: '620417', at: Date.now(), data: 'a34004-Rtd=35,a34004-Flag=N' })

describe('weike hj212 parse', () => {
  const described = z.object({ ok: z.boolean(), cn: z.string().nullable(), mn: z.string().nullable() })
  const lines = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => described.parse(JSON.parse(line)))

  it('says of each line what it is, and exits 0 when all keep the standard', async () => {
    const frames = [goodFrame(), goodFrame()].map((frame) => frame.toString('utf8')).join('')
    const { status, stdout, stderr } = await runWeike(nowhere, ['hj212', 'parse', '-'], frames)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(lines(stdout)).toEqual([1, 2].map(() => ({ ok: true, cn: '2011', mn: '439901010000A05C1E7B0001' })))
  })

  it('hides the password unless it is told to show it', async () => {
    const frame = goodFrame().toString('utf8')
    const hidden = await runWeike(nowhere, ['hj212', 'parse'], frame)
    expect(hidden.stdout).toContain('"pw":"******"')
    expect(hidden.stdout).not.toContain('620417')
    const raw = await runWeike(nowhere, ['hj212', 'parse', '--raw'], frame)
    expect(raw.stdout).toBe(hidden.stdout)
    const shown = await runWeike(nowhere, ['hj212', 'parse', '--show-password'], frame)
    expect(shown.stdout).toBe(hidden.stdout.replace('******', '620417'))
  })

  it('exits 1 when one does not, and describes the others all the same', async () => {
    const broken = goodFrame().toString('utf8').replace('=35,', '=36,')
    const { status, stdout } = await runWeike(nowhere, ['hj212', 'parse'], `${broken}${goodFrame().toString('utf8')}`)
    expect(status).toBe(1)
    expect(lines(stdout).map((line) => line.ok)).toEqual([false, true])
  })

  it('reads a raw stream, however the frames lie in it', async () => {
    const glued = Buffer.concat([goodFrame(), goodFrame()]).toString('utf8').replaceAll('\r\n', '')
    const { stdout } = await runWeike(nowhere, ['hj212', 'parse', '--raw'], glued)
    expect(lines(stdout).map((line) => line.cn)).toEqual(['2011', '2011'])
  })

  it('of a file that is not there it says so, without a stack, and exits 1', async () => {
    const { status, stdout, stderr } = await runWeike(nowhere, ['hj212', 'parse', '/nowhere/frames.txt'])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('/nowhere/frames.txt')
    expect(stderr).not.toContain('    at ')
  })
})

describe('weike hj212 format', () => {
  it('gives back what parse was given, to the byte', async () => {
    const frames = [goodFrame(), goodFrame()].map((frame) => frame.toString('utf8')).join('')
    const parsed = await runWeike(nowhere, ['hj212', 'parse', '--show-password'], frames)
    const { status, stdout, stderr } = await runWeike(nowhere, ['hj212', 'format', '-'], parsed.stdout)
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: frames, stderr: '' })
  })

  it('tells the line that cannot be a frame, writes the others and exits 1', async () => {
    const lines = '{"cn":"9014","mn":"1"}\n\n{"mn":"1"}\nnot json\n{"cn":"2011","mn":"1;2"}\n{"cn":"9013","mn":"1"}\n'
    const { status, stdout, stderr } = await runWeike(nowhere, ['hj212', 'format'], lines)
    expect(status).toBe(1)
    expect([...stdout.matchAll(/CN=(\d+)/g)].map(([, cn]) => cn)).toEqual(['9014', '9013'])
    expect([...stderr.matchAll(/(?:line|第) ?(\d)/gi)].map(([, line]) => line)).toEqual(['3', '4', '5'])
  })
})

describe('weike aqi', () => {
  const table = (rows: number) => `name,pm25\n${'益阳,45\n'.repeat(rows)}`

  it('reads a table from stdin and writes it with its indices', async () => {
    const words = ['aqi', '--edition', '2026', '--kind', 'daily']
    const { status, stdout } = await runWeike(nowhere, words, table(1))
    expect({ status, row: stdout.split('\n')[1] }).toEqual({ status: 0, row: '益阳,45,70,2,良,pm25,70,,,,,' })
    expect((await runWeike(nowhere, [...words, '-'], table(1))).stdout).toBe(stdout)
  })

  it('ends quietly when its reader has read enough', async () => {
    const child = spawn(process.execPath, [program, 'aqi', '--edition', '2012', '--kind', 'daily'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const exit = once(child, 'exit')
    const said = text(child.stderr)
    child.stdin.on('error', () => {})
    child.stdin.end(table(400_000))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    await exit
    expect(child.exitCode).toBe(0)
    expect(await said).not.toContain('    at ')
  })
})

it('weike send to where nobody listens says so, without a stack, and exits 1', async () => {
  const { status, stdout, stderr } = await runWeike(
    nowhere,
    ['send', '-', '--to', '127.0.0.1:9'],
    goodFrame().toString(),
  )
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('127.0.0.1:9')
  expect(stderr).not.toContain('    at ')
})

const shownPassword = /administrator sign-in admin, password (\S+) \(/

describe('commands without a server', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase('embedded')
  })
  afterAll(() => fresh?.remove())

  const weike = (words: readonly string[], input?: string) =>
    runWeike(fresh, [...words, '--data', fresh.dataDir], input)
  const isServerThere = () => existsSync(join(placesOf(fresh.dataDir).cluster, 'postmaster.pid'))
  const added = z.object({ id: z.uuid() })

  it('the first shows the password of the administrator once, on stderr, and stdout has the result alone', async () => {
    const first = await weike([
      'station',
      'add',
      '--code',
      'QY001',
      '--name',
      '区政府',
      '--lon',
      '113.52',
      '--lat',
      '29.47',
    ])
    expect(first.status).toBe(0)
    expect(added.extend({ code: z.literal('QY001') }).parse(JSON.parse(first.stdout)).code).toBe('QY001')
    const password = shownPassword.exec(first.stderr)?.[1] ?? ''
    expect(Buffer.from(password, 'base64url').length).toBe(12)
    const second = await weike([
      'station',
      'add',
      '--code',
      'QY002',
      '--name',
      '柳林',
      '--lon',
      '113.5',
      '--lat',
      '29.5',
      '--level',
      'national',
    ])
    expect(second.status).toBe(0)
    expect(second.stderr).not.toMatch(shownPassword)
    expect(`${first.stdout}${second.stdout}`).not.toContain(password)
    expect(isServerThere()).toBe(false)
  })

  it('a station of a known code is refused', async () => {
    const again = await weike(['station', 'add', '--code', 'QY001', '--name', '再来', '--lon', '113', '--lat', '29'])
    expect({ status: again.status, stdout: again.stdout }).toEqual({ status: 1, stdout: '' })
    expect(again.stderr).toContain(en['problem.already-exists.title'])
  })

  it('a device needs its station, or the word to add it', async () => {
    const device = ['device', 'add', '--mn', '439901010000A05C1E7B0001', '--station', 'NEW01', '--password', '620417']
    const refused = await weike(device)
    expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status: 1, stdout: '' })
    const taken = await weike([...device, '--create-station', '--factors', 'PM2.5,a34002', '--data-time', 'end'])
    expect(taken.status).toBe(0)
    expect(added.extend({ mn: z.string() }).parse(JSON.parse(taken.stdout)).mn).toBe('439901010000A05C1E7B0001')
    expect((await weike(device)).status).toBe(1)
  })

  it('a person’s password comes from stdin and is shown nowhere, or is random and shown once', async () => {
    const own = await weike(
      ['user', 'add', '--name', '陈一鸣', '--role', 'dispatcher', '--sign-in', 'chenyiming', '--password-stdin'],
      'a pass phrase of mine\n',
    )
    expect(own.status).toBe(0)
    expect(JSON.parse(own.stdout)).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), signInName: 'chenyiming' })
    expect(own.stderr).not.toContain('a pass phrase of mine')
    const random = await weike(['user', 'add', '--name', '周敏', '--role', 'analyst'])
    expect(JSON.parse(random.stdout)).toMatchObject({
      signInName: '周敏',
      password: expect.stringMatching(/^[\w-]{16}$/),
    })
  })

  it('a weak password is refused', async () => {
    const weak = await weike(['user', 'add', '--name', '弱', '--role', 'analyst', '--password-stdin'], 'password')
    expect({ status: weak.status, stdout: weak.stdout }).toEqual({ status: 1, stdout: '' })
    expect(weak.stderr).toContain(en['problem.password-weak.title'])
  })

  it('of somebody whom nobody knows neither a password is made nor a trace erased', async () => {
    for (const words of [
      ['user', 'reset', 'nobody'],
      ['user', 'erase', 'nobody'],
    ]) {
      const { status, stdout, stderr } = await weike(words)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toContain(en['problem.target-unknown.title'])
    }
  })

  it('a token is alone on stdout', async () => {
    const { status, stdout, stderr } = await weike(['token', 'add', '--role', 'analyst', '--name', 'report'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^\S{20,}\n$/)
  })

  it('a county that there is not is refused', async () => {
    const { status } = await weike(['token', 'add', '--role', 'analyst', '--county', '999999'])
    expect(status).toBe(1)
  })

  it('the ledger verifies, and whoever leaves last leaves no server behind', async () => {
    const { status, stdout, stderr } = await weike(['verify-ledger'])
    expect({ status, ok: z.object({ ok: z.boolean() }).parse(JSON.parse(stdout)).ok }).toEqual({ status: 0, ok: true })
    expect(stderr).toContain('The ledger is whole')
    expect(isServerThere()).toBe(false)
  })

  it('several at the same moment work on one database, and the last one out stops it', async () => {
    const runs = await Promise.all(
      ['one', 'two', 'three'].map((name) => weike(['token', 'add', '--role', 'analyst', '--name', name])),
    )
    expect(runs.map((run) => run.status)).toEqual([0, 0, 0])
    expect(new Set(runs.map((run) => run.stdout)).size).toBe(3)
    expect(isServerThere()).toBe(false)
  })

  it('the demo’s words do not work on real data', async () => {
    const { status, stderr } = await runWeike(fresh, [
      'serve',
      '--demo',
      '--no-simulator',
      '--port',
      '0',
      '--hj212-port',
      '0',
      '--data',
      fresh.dataDir,
    ])
    expect(status).toBe(1)
    expect(stderr).toContain(en['problem.database-mark.title'])
  })
})

it('commands work on the system’s PostgreSQL as on the own one, and leave it running', async () => {
  const fresh = await freshDatabase('system')
  try {
    const weike = (...words: string[]) => runWeike(fresh, [...words, '--data', fresh.dataDir])
    const added = await weike(
      'device',
      'add',
      '--mn',
      '1',
      '--station',
      'S1',
      '--password',
      'secret',
      '--create-station',
    )
    expect(added.stderr).toMatch(shownPassword)
    expect(JSON.parse(added.stdout)).toMatchObject({ mn: '1' })
    expect(existsSync(placesOf(fresh.dataDir).cluster)).toBe(false)
    const verified = await weike('verify-ledger')
    expect([verified.status, verified.stderr.includes('The ledger is whole')]).toEqual([0, true])
  } finally {
    await fresh.remove()
  }
})

describe('commands beside a running server', () => {
  let fresh: FreshDatabase
  let server: RunningWeike
  let adminPassword: string
  beforeAll(async () => {
    fresh = await freshDatabase('embedded')
    server = await startWeike(fresh)
    adminPassword = shownPassword.exec(server.said())?.[1] ?? ''
  })
  afterAll(async () => {
    await server?.stop()
    await fresh?.remove()
  })

  const weike = (words: readonly string[], input?: string) =>
    runWeike(fresh, [...words, '--data', fresh.dataDir], input)
  const mn = '439901010000A05C1E7B0009'
  const pw = 'secret'
  const verdict = z.object({ ok: z.boolean(), findings: z.array(z.object({ code: z.string() })) })

  it('the first start showed a password that lets the administrator in', async () => {
    expect((await signIn(server.http, 'admin', adminPassword)).me.roles).toEqual(['administrator'])
  })

  it('a device that was just added is known at its next frame; its answers are on stdout', async () => {
    expect(
      (await weike(['device', 'add', '--mn', mn, '--station', 'S1', '--password', pw, '--create-station'])).status,
    ).toBe(0)
    const to = `${server.hj212.host}:${server.hj212.port}`
    const frames = [1, 2, 3].map((n) =>
      uploadFrame({ mn, pw, at: Date.now() - n * 60_000, data: `a34004-Rtd=${n},a34004-Flag=N` }),
    )
    const { status, stdout, stderr } = await runWeike(fresh, ['send', '-', '--to', to], frames.join(''))
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toEqual(
      [1, 2, 3].map(() => expect.stringMatching(/^##\d{4}.*CN=9014.*[0-9A-F]{4}$/)),
    )
    expect(stderr).toContain('3 frames sent, 3 of them asked for an answer, 3 answers received.')
    const { stdout: token } = await weike(['token', 'add', '--role', 'analyst'])
    const reader = withToken(server.http, token.trim())
    const found = await reader.ask('GET /api/readings', {
      query: { mn, resolution: 'realtime', from: iso(-3_600_000), to: iso(0) },
    })
    expect(found.status).toBe(200)
    expect(JSON.stringify(found.body).match(/"value":/g)).toHaveLength(3)
  })

  const iso = (ms: number) => new Date(Date.now() + ms).toISOString()

  it('a frame that gets no answer is exit 1', async () => {
    const to = `${server.hj212.host}:${server.hj212.port}`
    const broken = formatFrame(
      `QN=20261118120000000;ST=22;CN=2011;PW=${pw};MN=${mn};Flag=4;CP=&&DataTime=20261118120000;a34004-Rtd=1&&`,
    )
    const unasked = await runWeike(fresh, ['send', '-', '--to', to], broken.toString())
    expect([unasked.status, unasked.stdout]).toEqual([0, ''])
    expect((await runWeike(fresh, ['send', '-', '--to', to, '--wait', '0'], goodFrame().toString())).stderr).toContain(
      '1 frames sent',
    )
  })

  it('a new password ends the sessions of the old one, lets in at once, and ends the lock-out of failures', async () => {
    const before = await signIn(server.http, 'admin', adminPassword)
    const reset = await weike(['user', 'reset', 'admin', '--password-stdin'], 'another long pass phrase')
    expect({ status: reset.status, reply: JSON.parse(reset.stdout) }).toEqual({
      status: 0,
      reply: { signInName: 'admin' },
    })
    expect((await before.ask('GET /api/units')).status).toBe(401)
    await signIn(server.http, 'admin', 'another long pass phrase')
    // The old one is no password any more, and a failure makes the next try wait; a reset does not.
    await expect(signIn(server.http, 'admin', adminPassword)).rejects.toThrow('sign-in-failed')
    const random = await weike(['user', 'reset', 'admin'])
    const { password } = z.object({ password: z.string() }).parse(JSON.parse(random.stdout))
    await signIn(server.http, 'admin', password)
  })

  it('somebody erased is let in no more, and the ledger still verifies', async () => {
    await weike(
      ['user', 'add', '--name', '某人', '--role', 'analyst', '--sign-in', 'somebody', '--password-stdin'],
      'a pass phrase of mine',
    )
    await signIn(server.http, 'somebody', 'a pass phrase of mine')
    const erased = await weike(['user', 'erase', 'somebody'])
    expect(erased.status).toBe(0)
    expect(JSON.parse(erased.stdout)).toMatchObject({ state: 'erased' })
    await expect(signIn(server.http, 'somebody', 'a pass phrase of mine')).rejects.toThrow()
    const verified = await weike(['verify-ledger'])
    expect([verified.status, verdict.parse(JSON.parse(verified.stdout)).findings]).toEqual([0, []])
  })

  it('an export verifies where there is no database, by itself and against a head that was taken away', async () => {
    const exported = join(fresh.dataDir, 'export.ndjson')
    const headFile = join(fresh.dataDir, 'head.json')
    const head = await weike(['ledger', 'head'])
    expect(head.status).toBe(0)
    await writeFile(headFile, head.stdout)
    const lines = await weike(['ledger', 'export'])
    expect(lines.status).toBe(0)
    await writeFile(exported, lines.stdout)
    const key = join(fresh.dataDir, 'keys', 'signing.pub.pem')
    const offline = (...words: string[]) => runWeike(nowhere, ['verify-ledger', '--export', exported, ...words])
    for (const words of [[], ['--against', headFile, '--key', key]]) {
      const { status, stdout } = await offline(...words)
      expect([status, verdict.parse(JSON.parse(stdout)).findings], words.join(' ')).toEqual([0, []])
    }
    const changed = (await readFile(exported, 'utf8')).replace(/"bytes":"(....)/, '"bytes":"AAAA')
    await writeFile(exported, changed)
    const found = await offline()
    expect([found.status, verdict.parse(JSON.parse(found.stdout)).ok]).toEqual([1, false])
    expect(found.stderr).toContain('#1 ')
  })

  it('a head of a day that has no head, and files that are none, are refused', async () => {
    expect((await weike(['ledger', 'head', '--day', '2001-01-01'])).status).toBe(1)
    const none = join(fresh.dataDir, 'none.json')
    await writeFile(none, 'nothing')
    expect((await weike(['verify-ledger', '--against', none])).status).toBe(2)
    expect((await weike(['verify-ledger', '--key', none])).status).toBe(2)
    expect((await weike(['verify-ledger', '--export', join(fresh.dataDir, 'missing')])).status).toBe(1)
  })

  it('a second server on the same database is told of the first and exits 1', async () => {
    const second = await weike(['serve', '--port', '0', '--hj212-port', '0'])
    expect({ status: second.status, stdout: second.stdout }).toEqual({ status: 1, stdout: '' })
    expect(second.stderr).toContain(en['problem.leader-exists.title'])
    expect(second.stderr).toContain(String(server.pid))
  })

  it('and after all that the server is still there; stopped and started again it shows no password', async () => {
    expect((await visitor(server.http).ask('GET /api/health')).status).toBe(200)
    expect(await server.stop()).toBe(0)
    expect(existsSync(join(placesOf(fresh.dataDir).cluster, 'postmaster.pid'))).toBe(false)
    server = await startWeike(fresh)
    expect(server.said()).not.toMatch(shownPassword)
  })
})
