import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Translate } from '../../platform/i18n.ts'

export interface OptionSpec {
  name: string
  /** Placeholder of its value; left out for a switch. */
  value?: string
  /** May be given several times. */
  multiple?: boolean
}

export interface Given {
  /** Values by option name; a switch is 'true'. */
  options: ReadonlyMap<string, readonly string[]>
  words: readonly string[]
}

export interface CommandContext {
  given: Given
  environment: NodeJS.ProcessEnv
  t: Translate
  /** Results: stdout. */
  print(line: string): void
  /** Talk: stderr. */
  say(line: string): void
}

/**
 * One command of `weike`; its help is made of this and of the catalogue: `cli.<key>.summary`, `cli.option.<name>`, or
 * `cli.<key>.option.<name>` where the name means something of its own.
 */
export interface Command {
  /** As typed: `station add`. */
  name: string
  /** Catalogue key part: `station-add`. */
  key: string
  /** Words behind the name, as shown in the help. */
  operands: string
  /** How many words it takes at the least and at the most. */
  takes: readonly [number, number]
  options: readonly OptionSpec[]
  required?: readonly string[]
  /** @returns exit status: 0 done, 1 refused */
  run(context: CommandContext): Promise<0 | 1>
}

/** The words of a call do not fit the command: exit 2 and its help. */
export class WrongUse extends Error {}

/** Options of every command that opens an installation. */
export const installationOptions: readonly OptionSpec[] = [
  { name: 'data', value: 'DIR' },
  { name: 'demo' },
  { name: 'county', value: 'CODE' },
]

/** Reads the words behind a command's name. @throws WrongUse */
export function readWords(command: Command, argv: readonly string[]): Given {
  const known: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean' } }
  for (const option of command.options) {
    known[option.name] = { type: option.value === undefined ? 'boolean' : 'string', multiple: option.multiple === true }
  }
  const parsed = parse(argv, known)
  const options = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(parsed.values)) {
    const values = Array.isArray(value) ? value : [value]
    options.set(name, values.map(String))
  }
  const missing = (command.required ?? []).find((name) => !options.has(name))
  if (options.has('help')) return { options, words: parsed.positionals }
  if (missing !== undefined) throw new WrongUse(`--${missing}`)
  const [least, most] = command.takes
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    throw new WrongUse(parsed.positionals.join(' ') || command.operands)
  }
  return { options, words: parsed.positionals }
}

function parse(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}

export function option(given: Given, name: string): string | undefined {
  return given.options.get(name)?.at(-1)
}

/** @throws WrongUse when the option is missing */
export function needed(given: Given, name: string): string {
  const value = option(given, name)
  if (value === undefined) throw new WrongUse(`--${name}`)
  return value
}

/** @throws WrongUse when the value is no number within the bounds */
export function numberOption(given: Given, name: string, least: number, most: number): number | undefined {
  const text = option(given, name)
  return text === undefined ? undefined : numberWithin(text, `--${name}`, least, most)
}

/** @throws WrongUse, naming `what`, when the text is no number within the bounds */
export function numberWithin(text: string, what: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= least && value <= most)) throw new WrongUse(`${what} ${text}`)
  return value
}

/** One of the known words. @throws WrongUse */
export function choice<T extends string>(given: Given, name: string, known: readonly T[], otherwise: T): T {
  const text = option(given, name)
  if (text === undefined) return otherwise
  const found = known.find((one) => one === text)
  if (found === undefined) throw new WrongUse(`--${name} ${known.join('|')}`)
  return found
}

/** The help of one command. */
export function helpOf(command: Command, t: Translate): string {
  const usage = [`weike ${command.name}`, command.operands, ...command.options.map((one) => usageOf(command, one))]
  const lines = command.options.map((one) => `  ${flagOf(one).padEnd(22)}  ${meaningOf(command, one, t)}`)
  return [t(`cli.${command.key}.summary`), '', usage.filter((part) => part !== '').join(' '), '', ...lines].join('\n')
}

function meaningOf({ key }: Command, { name }: OptionSpec, t: Translate): string {
  const own = `cli.${key}.option.${name}`
  const words = t(own)
  return words === own ? t(`cli.option.${name}`) : words
}

function flagOf(one: OptionSpec): string {
  return one.value === undefined ? `--${one.name}` : `--${one.name} ${one.value}`
}

function usageOf(command: Command, one: OptionSpec): string {
  return command.required?.includes(one.name) === true ? flagOf(one) : `[${flagOf(one)}]`
}
