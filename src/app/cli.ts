import { ailmentOf } from '../platform/db/ailment.ts'
import { problemWords } from '../platform/i18n.ts'
import { Problem } from '../platform/problem.ts'
import { errorText } from '../platform/trouble/trouble.ts'
import { type Command, helpOf, readWords, WrongUse } from './commands/command.ts'
import { consoleLanguage, consoleWords, words } from './words.ts'

/** Every command of `weike`, in the order of its help. Each loads what it works with only when it is called. */
const commands: readonly (Pick<Command, 'name' | 'key'> & { load(): Promise<Command> })[] = [
  { name: 'serve', key: 'serve', load: async () => (await import('./commands/serve.ts')).serve },
  { name: 'station add', key: 'station-add', load: async () => (await import('./commands/station.ts')).stationAdd },
  { name: 'device add', key: 'device-add', load: async () => (await import('./commands/device.ts')).deviceAdd },
  { name: 'unit add', key: 'unit-add', load: async () => (await import('./commands/people.ts')).unitAdd },
  { name: 'user add', key: 'user-add', load: async () => (await import('./commands/people.ts')).userAdd },
  { name: 'user reset', key: 'user-reset', load: async () => (await import('./commands/people.ts')).userReset },
  { name: 'user erase', key: 'user-erase', load: async () => (await import('./commands/people.ts')).userErase },
  { name: 'token add', key: 'token-add', load: async () => (await import('./commands/people.ts')).tokenAdd },
  { name: 'send', key: 'send', load: async () => (await import('./commands/send.ts')).send },
  { name: 'replay', key: 'replay', load: async () => (await import('./commands/replay.ts')).replay },
  {
    name: 'replay --rules',
    key: 'replay-rules',
    load: async () => (await import('./commands/replay-rules.ts')).replayOfRules,
  },
  { name: 'import', key: 'import', load: async () => (await import('./commands/import.ts')).importFiles },
  { name: 'feed list', key: 'feed-list', load: async () => (await import('./commands/feed.ts')).feedList },
  { name: 'feed pull', key: 'feed-pull', load: async () => (await import('./commands/feed.ts')).feedPull },
  { name: 'aqi', key: 'aqi', load: async () => (await import('./commands/aqi.ts')).aqi },
  { name: 'evaluate', key: 'evaluate', load: async () => (await import('./commands/evaluate.ts')).evaluate },
  { name: 'hj212 parse', key: 'hj212-parse', load: async () => (await import('./commands/hj212.ts')).hj212Parse },
  { name: 'hj212 format', key: 'hj212-format', load: async () => (await import('./commands/hj212.ts')).hj212Format },
  {
    name: 'verify-ledger',
    key: 'verify-ledger',
    load: async () => (await import('./commands/ledger.ts')).verifyLedger,
  },
  {
    name: 'ledger export',
    key: 'ledger-export',
    load: async () => (await import('./commands/ledger.ts')).ledgerExport,
  },
  { name: 'ledger head', key: 'ledger-head', load: async () => (await import('./commands/ledger.ts')).ledgerHead },
]

const t = consoleWords(process.env)
const print = (line: string) => process.stdout.write(`${line}\n`)
const say = (line: string) => process.stderr.write(`${line}\n`)

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length)) + 2
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}${t(`cli.${command.key}.summary`)}`)
  return [t('cli.overview'), '', ...lines, '', t('cli.more-help')].join('\n')
}

/** Exit status: 0 done, 1 refused, 2 wrong use. Results on stdout, talk on stderr. */
async function main(argv: readonly string[]): Promise<number> {
  const wanted = commands
    .toSorted((a, b) => b.name.length - a.name.length)
    .find((one) => one.name === argv.slice(0, one.name.split(' ').length).join(' '))
  if (wanted === undefined) {
    if (argv[0] === '--help' || argv[0] === 'help') {
      print(overview())
      return 0
    }
    say(argv.length === 0 ? overview() : `${t('cli.unknown', { words: argv.join(' ') })}\n\n${overview()}`)
    return 2
  }
  const command = await wanted.load()
  try {
    const given = readWords(command, argv.slice(command.name.split(' ').length))
    if (given.options.has('help')) {
      print(helpOf(command, t))
      return 0
    }
    return await command.run({ given, environment: process.env, t, print, say })
  } catch (error) {
    if (error instanceof WrongUse) {
      say(`${t('cli.wrong-use', { what: error.message })}\n\n${helpOf(command, t)}`)
      return 2
    }
    if (error instanceof Problem) {
      const { title, detail } = problemWords(error, words, consoleLanguage(process.env))
      say(`${title} ${detail}`)
      return 1
    }
    const { title, detail } = problemWords(new Problem('database-unavailable'), words, consoleLanguage(process.env))
    say(isDatabaseIll(error) ? `${title} ${detail} (${errorText(error)})` : describe(error))
    return 1
  }
}

/** Its disk is full, and the like. (That nothing answers is said of many doors, the gateway's too.) */
function isDatabaseIll(error: unknown): boolean {
  const ailment = ailmentOf(error)
  return ailment !== null && ailment !== 'away'
}

/** What the system refused (a file that is not there, a port that nobody listens at) in its own words; a bug with its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isOfSystem = 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
  if (isOfSystem) return error.message === '' ? String(error.code) : error.message
  return error.stack ?? error.message
}

// Whoever reads may have read enough (`| head`): there is nothing more to do then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await main(process.argv.slice(2))
