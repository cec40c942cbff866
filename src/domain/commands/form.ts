import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { isSafeValue } from '../../protocols/hj212/requests.ts'
import { DAY_MS } from '../../standards/civil-time.ts'
import type { Patience } from './decide.ts'
import { type CommandForm, type CommandKind, commandForms } from './model.ts'
import type { CommandRow } from './store.ts'

export interface WantedCommand {
  kind: CommandKind
  /** Periods from … to. [epoch ms] */
  from?: number | undefined
  to?: number | undefined
  factor?: string | undefined
  value?: number | undefined
  password?: string | undefined
}

/** A device answers with a frame for each period: so much at once. [ms] */
const LONGEST_SPAN_MS = 31 * DAY_MS
/** HJ 212-2017, CP names: RtdInterval and MinInterval. */
const REALTIME_SECONDS = { least: 30, most: 3600 }
const MINUTE_INTERVALS: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]
/** Nobody's firmware reads anything else in a code or a password. */
const PLAIN = /^[\x21-\x7e]+$/
const PASSWORD_LENGTH = 6
/** The numbers of a kind and what it needs. */
export function formOf(kind: CommandKind): CommandForm {
  const form = commandForms.find((one) => one.kind === kind)
  if (form === undefined) throw new Error(`no form of command ${kind}`)
  return form
}

export type CheckedCommand = Pick<CommandRow, 'kind' | 'from' | 'to' | 'factor' | 'value'> & { password: string | null }

/** What the command needs and nothing else. @throws Problem `invalid-input`, naming what is missing or does not fit */
export function checked(form: CommandForm, wanted: WantedCommand): CheckedCommand {
  const needs = (what: CommandForm['needs'][number]) => form.needs.includes(what)
  const { from, to, factor, value, password } = wanted
  const refuse = (what: string) => new Problem('invalid-input', { params: { what } })
  if (needs('range') && (from === undefined || to === undefined || from >= to || to - from > LONGEST_SPAN_MS)) {
    throw refuse('from, to')
  }
  if (needs('factor') && (factor === undefined || !isPlain(factor))) throw refuse('factor')
  if (needs('seconds') && !(value !== undefined && value >= REALTIME_SECONDS.least && value <= REALTIME_SECONDS.most)) {
    throw refuse('value')
  }
  if (needs('minutes') && (value === undefined || !MINUTE_INTERVALS.includes(value))) throw refuse('value')
  if (needs('password') && (password?.length !== PASSWORD_LENGTH || !isPlain(password))) throw refuse('password')
  return {
    kind: form.kind,
    from: (needs('range') ? from : undefined) ?? null,
    to: (needs('range') ? to : undefined) ?? null,
    factor: (needs('factor') ? factor : undefined) ?? null,
    value: (needs('seconds') || needs('minutes') ? value : undefined) ?? null,
    password: (needs('password') ? password : undefined) ?? null,
  }
}

const isPlain = (text: string) => PLAIN.test(text) && isSafeValue(text)

/** A command as it waits for its device. */
export function unsent(
  { ids, clocks }: Pick<Foundation, 'ids' | 'clocks'>,
  patience: Patience,
  countyId: string,
  deviceId: string,
  form: CommandForm,
  now: number,
): CommandRow {
  return {
    countyId,
    id: ids.next(),
    deviceId,
    kind: form.kind,
    cn: form.cn,
    cause: 'person',
    requestedBy: '',
    from: null,
    to: null,
    factor: null,
    value: null,
    secretSealed: null,
    state: 'queued',
    attempts: 0,
    qn: null,
    createdAt: now,
    sentAt: null,
    finishedAt: null,
    deadlineAt: clocks.wall.now() + patience.queuedMs,
    qnRtn: null,
    exeRtn: null,
    answers: 0,
    result: null,
    version: 1,
  }
}
