import { problemWords } from '../platform/i18n.ts'
import { Problem } from '../platform/problem.ts'
import { type Command, helpOf, readWords, WrongUse } from './commands/command.ts'
import { deviceAdd } from './commands/device.ts'
import { hj212Parse } from './commands/hj212.ts'
import { ledgerExport, ledgerHead, verifyLedger } from './commands/ledger.ts'
import { tokenAdd, unitAdd, userAdd, userErase, userReset } from './commands/people.ts'
import { send } from './commands/send.ts'
import { serve } from './commands/serve.ts'
import { stationAdd } from './commands/station.ts'
import { consoleLanguage, consoleWords, words } from './words.ts'

/** Every command of `weike`, in the order of its help. */
const commands: readonly Command[] = [
  serve,
  stationAdd,
  deviceAdd,
  unitAdd,
  userAdd,
  userReset,
  userErase,
  tokenAdd,
  send,
  hj212Parse,
  verifyLedger,
  ledgerExport,
  ledgerHead,
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
  const command = commands
    .toSorted((a, b) => b.name.length - a.name.length)
    .find((one) => one.name === argv.slice(0, one.name.split(' ').length).join(' '))
  if (command === undefined) {
    if (argv[0] === '--help' || argv[0] === 'help') {
      print(overview())
      return 0
    }
    say(argv.length === 0 ? overview() : `${t('cli.unknown', { words: argv.join(' ') })}\n\n${overview()}`)
    return 2
  }
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
    say(describe(error))
    return 1
  }
}

/** What the system refused (a file that is not there, a port that nobody listens at) in its own words; a bug with its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isOfSystem = 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
  if (isOfSystem) return error.message === '' ? String(error.code) : error.message
  return error.stack ?? error.message
}

process.exitCode = await main(process.argv.slice(2))
