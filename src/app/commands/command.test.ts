import { describe, expect, it } from 'vitest'
import en from '../../../catalogues/en.json' with { type: 'json' }
import { words } from '../words.ts'
import {
  type Command,
  choice,
  helpOf,
  installationOptions,
  needed,
  numberOption,
  option,
  readWords,
  WrongUse,
} from './command.ts'

const command: Command = {
  name: 'station add',
  key: 'station-add',
  operands: '',
  takes: [0, 1],
  options: [
    { name: 'code', value: 'CODE' },
    { name: 'lon', value: 'DEGREES' },
    { name: 'level', value: 'national|micro' },
    { name: 'factors', value: 'CODE', multiple: true },
    { name: 'demo' },
  ],
  required: ['code'],
  run: async () => 0,
}

const wrong = (argv: readonly string[]): string => {
  try {
    readWords(command, argv)
  } catch (error) {
    if (error instanceof WrongUse) return error.message
    throw error
  }
  return 'taken'
}

describe('the words of a call', () => {
  it('are options with values, switches and operands in any order', () => {
    const given = readWords(command, ['operand', '--demo', '--code', 'QY001', '--lon=113.5'])
    expect(given.words).toEqual(['operand'])
    expect([...given.options]).toEqual([
      ['demo', ['true']],
      ['code', ['QY001']],
      ['lon', ['113.5']],
    ])
  })

  it('an option given several times keeps all its values where it may, and its last where it is asked for one', () => {
    const given = readWords(command, ['--code', 'a', '--factors', 'a34004', '--factors', 'a34002'])
    expect(given.options.get('factors')).toEqual(['a34004', 'a34002'])
    expect(option(given, 'factors')).toBe('a34002')
    expect(option(given, 'level')).toBe(undefined)
  })

  it('what comes behind -- is an operand, whatever it looks like', () => {
    expect(readWords(command, ['--code', 'a', '--', '--demo']).words).toEqual(['--demo'])
  })

  it('asking for help needs nothing else', () => {
    expect(readWords(command, ['--help']).options.has('help')).toBe(true)
    expect(readWords(command, ['--help', 'far', 'too', 'many']).options.has('help')).toBe(true)
  })

  it('that do not fit are wrong use, and say what does not', () => {
    expect(wrong([])).toBe('--code')
    expect(wrong(['--code', 'a', 'one', 'two'])).toBe('one two')
    expect(wrong(['--code', 'a', '--colour', 'red'])).toContain('--colour')
    expect(wrong(['--code'])).toContain('--code')
    expect(wrong(['--code', 'a', '--demo=yes'])).toContain('--demo')
    expect(wrong(['--code', 'a'])).toBe('taken')
  })

  it('too few operands are wrong use, told by what is missing', () => {
    expect(() => readWords({ ...command, operands: 'SIGN-IN-NAME', takes: [1, 1] }, ['--code', 'a'])).toThrow(
      'SIGN-IN-NAME',
    )
  })
})

describe('the value of an option', () => {
  const given = (...argv: string[]) => readWords(command, ['--code', 'a', ...argv])

  it('is a number within its bounds, or wrong use', () => {
    expect(numberOption(given('--lon', '113.5'), 'lon', -180, 180)).toBe(113.5)
    expect(numberOption(given('--lon=-0.5'), 'lon', -180, 180)).toBe(-0.5)
    expect(numberOption(given(), 'lon', -180, 180)).toBe(undefined)
    for (const text of ['', ' ', 'east', '180.1', 'NaN', '1e9', 'Infinity'])
      expect(() => numberOption(given('--lon', text), 'lon', -180, 180), text).toThrow(WrongUse)
  })

  it('is one of the known words, or the usual one, or wrong use that lists them', () => {
    const levels = ['national', 'micro'] as const
    expect(choice(given('--level', 'national'), 'level', levels, 'micro')).toBe('national')
    expect(choice(given(), 'level', levels, 'micro')).toBe('micro')
    expect(() => choice(given('--level', 'high'), 'level', levels, 'micro')).toThrow('--level national|micro')
  })

  it('that is needed is there, or it is wrong use', () => {
    expect(needed(given(), 'code')).toBe('a')
    expect(() => needed(given(), 'lon')).toThrow('--lon')
  })
})

describe('the help of a command', () => {
  const shown = {
    ...command,
    options: [...command.options.filter((one) => one.name !== 'demo'), ...installationOptions],
  }

  it('says what it does, how it is called and what each option is, what is needed without brackets', () => {
    const lines = helpOf(shown, words.translator('en')).split('\n')
    expect(lines[0]).toBe(en['cli.station-add.summary'])
    expect(lines[2]).toBe(
      'weike station add --code CODE [--lon DEGREES] [--level national|micro] [--factors CODE] [--data DIR] [--demo] [--county CODE]',
    )
    expect(lines.slice(4).map((line) => line.trim().split(/ {2,}/))).toContainEqual([
      '--data DIR',
      en['cli.option.data'],
    ])
  })

  it('has every word in both languages', () => {
    const zh = helpOf(shown, words.translator('zh'))
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(zh).not.toMatch(/cli\.option|cli\.station/)
    expect(helpOf(shown, words.translator('en'))).not.toMatch(/\p{Script=Han}|cli\.option|cli\.station/u)
  })
})
