import type { Socket } from 'node:net'
import { createFramer } from '../src/protocols/hj212/frame.ts'
import { parseSegment } from '../src/protocols/hj212/segment.ts'
import { DAY_MS, HOUR_MS, OFFSET_MS } from '../src/standards/civil-time.ts'
import { createBacklog, type Pending } from './backlog.ts'
import type { HistoryCn, Setting } from './commands.ts'
import { createExecution } from './execution.ts'
import { frameOf, qnOf, type Source } from './frames.ts'
import { daysEnding, hoursEnding, minutesEnding, nextDue, type Plan, type Upload, uploadsDue } from './schedule.ts'
import type { CallOff, Times } from './time.ts'
import { chance } from './world/noise.ts'

/** How long a logger waits for an answer before it sends again; doubled with each try. HJ 212-2017 OverTime. [ms] */
export const ANSWER_TIMEOUT_MS = 10_000
const LONGEST_ANSWER_TIMEOUT_MS = 300_000
/** After so many tries of one message on a line that says nothing at all, the line counts as dead. */
const TRIES_ON_A_SILENT_LINE = 3
const CONNECT_TIMEOUT_MS = 10_000
/** Wait before the next attempt to connect: doubled from first to longest, plus up to a fifth by chance. [ms] */
export const BACKOFF_MS = { first: 1_000, longest: 60_000 } as const
/** An orderly goodbye may take so long. [ms] */
const FAREWELL_MS = 1_000

export type LoggerNews = { kind: 'connected' } | { kind: 'lost'; retryInMs: number } | { kind: 'history-done' }

export interface LoggerCounts {
  connects: number
  sent: number
  answered: number
  /** Not yet answered, on their way or waiting. */
  owed: number
  /** Lost for want of memory. */
  givenUp: number
}

export interface LoggerParts {
  source: Source
  plan: Plan
  /** The hour frames of so many hours before the start go out at the first connection. [h] */
  historyHours: number
  seed: string
  times: Times
  connect: () => Socket
  tell: (news: LoggerNews) => void
}

export interface Logger {
  start(): void
  /** Says goodbye to the server; resolves when the line is closed. What is unanswered is forgotten. */
  stop(): Promise<void>
  counts(): LoggerCounts
}

/**
 * One HJ 212-2017 logger: makes its frames when they are due, connected or not, keeps each until the centre has answered it
 * (9014 with its QN), sends again under a new QN what stays unanswered, and connects again with growing patience. Commands are
 * accepted, executed and their end told (9011, 9012); what is under way when the line breaks is forgotten, history apart.
 */
export function createLogger(parts: LoggerParts): Logger {
  const { source, times } = parts
  let { plan } = parts
  const backlog = createBacklog()
  const timeouts = new Map<string, CallOff>()
  let socket: Socket | null = null
  let isUp = false
  /** Whether this line has answered anything since the last time that an answer failed to come. */
  let heard = false
  let isStopped = false
  let callOffSchedule: CallOff = () => {}
  let callOffRetry: CallOff = () => {}
  let doneUpTo = plan.start - 1
  let lastQn = 0
  let attempts = 0
  let historyLeft = 0
  /** The centre may stop real-time data. */
  let isRealtimeOn = true
  const { aheadMs = 0, lateMs = 0, restart } = source.device.manner
  /** The logger's clock less the time of its place: the centre may set it. [ms] */
  let ahead = aheadMs
  /** Its power is off. */
  let isDown = false
  let callOffRestart: CallOff = () => {}
  /** Since when its minutes are as long as they are now. [epoch ms] */
  let minutesSince = plan.start - 1
  const execution = createExecution({
    source,
    times,
    state: () => ({ now: clock(), realtimeMs: plan.realtimeMs, minuteInterval: plan.minuteInterval }),
    write: (frame) => {
      if (isUp) socket?.write(frame)
    },
    owe(upload, isRecalled) {
      backlog.add(upload, isRecalled)
      pump()
    },
    remembered,
    set,
    flow: (isOn) => {
      isRealtimeOn = isOn
    },
  })
  const counts = { connects: 0, sent: 0, answered: 0 }

  const clock = () => times.now() + ahead

  function produce(): void {
    const now = clock() - lateMs
    for (const upload of uploadsDue(plan, doneUpTo, now)) {
      if (upload.cn !== '2011' || (isRealtimeOn && !isDown)) backlog.add(upload, false)
    }
    doneUpTo = Math.max(doneUpTo, now)
    schedule()
    pump()
  }

  function schedule(): void {
    callOffSchedule()
    callOffSchedule = times.at(nextDue(plan, doneUpTo) - ahead + lateMs, produce)
  }

  function pump(): void {
    if (!isUp) return
    for (let pending = backlog.next(); pending !== undefined; pending = backlog.next()) send(pending)
  }

  function send(pending: Pending): void {
    lastQn = Math.max(lastQn + 1, clock())
    const qn = qnOf(lastQn)
    backlog.sent(qn, pending)
    counts.sent += 1
    socket?.write(frameOf(source, pending.upload, qn))
    const patience = Math.min(ANSWER_TIMEOUT_MS * 2 ** pending.tries, LONGEST_ANSWER_TIMEOUT_MS)
    timeouts.set(
      qn,
      times.after(patience, () => expire(qn)),
    )
  }

  function expire(qn: string): void {
    timeouts.delete(qn)
    const pending = backlog.unanswered(qn)
    const isSilent = !heard
    heard = false
    if (pending !== undefined && pending.tries >= TRIES_ON_A_SILENT_LINE && isSilent) drop()
    else pump()
  }

  /** Once a night the power goes off: what would have been sampled meanwhile is lost, what was is told afterwards. */
  function restartNightly({ atMs, forMs }: NonNullable<typeof restart>): void {
    const midnight = Math.floor((times.now() + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS
    const next = midnight + atMs > times.now() ? midnight + atMs : midnight + DAY_MS + atMs
    callOffRestart = times.at(next, () => {
      isDown = true
      callOffRetry()
      drop()
      callOffRestart = times.at(next + forMs, () => {
        // While it was off it measured nothing.
        produce()
        isDown = false
        connect()
        restartNightly({ atMs, forMs })
      })
    })
  }

  /** Lets the line go; nothing is written to it from here on, and its close brings the next one. */
  function drop(): void {
    isUp = false
    socket?.destroy()
  }

  function answered(qn: string): void {
    heard = true
    attempts = 0
    const pending = backlog.answered(qn)
    timeouts.get(qn)?.()
    timeouts.delete(qn)
    if (pending === undefined) return
    counts.answered += 1
    if (!execution.answered(pending.upload) && pending.isRecalled && --historyLeft === 0) {
      parts.tell({ kind: 'history-done' })
    }
    pump()
  }

  function set(setting: Setting): void {
    // Up to now it was as it was.
    produce()
    if (setting.what === 'clock') ahead += setting.instant - clock()
    else if (setting.what === 'realtime-interval') plan = { ...plan, realtimeMs: setting.ms }
    else {
      plan = { ...plan, minuteInterval: setting.minutes }
      minutesSince = doneUpTo
    }
    // What a clock leaps over was not measured under that name.
    doneUpTo = Math.max(doneUpTo, clock())
    schedule()
  }

  /** What the logger has measured so far, oldest first: hours also of the time before its start that it told of. */
  function remembered(cn: HistoryCn): Upload[] {
    const since = parts.plan.start - parts.historyHours * HOUR_MS
    if (cn === '2051') return minutesEnding(plan.minuteInterval, minutesSince, doneUpTo)
    if (cn === '2061') return hoursEnding(since, doneUpTo)
    return daysEnding(since, doneUpTo).filter(({ dataTime }) => dataTime >= since)
  }

  function connect(): void {
    const line = parts.connect()
    const framer = createFramer()
    const callOffPatience = times.after(CONNECT_TIMEOUT_MS, () => line.destroy())
    socket = line
    line.setNoDelay(true)
    line.on('connect', () => {
      callOffPatience()
      isUp = true
      heard = false
      counts.connects += 1
      parts.tell({ kind: 'connected' })
      pump()
    })
    line.on('data', (chunk: Buffer) => {
      for (const event of framer.push(chunk)) {
        if (event.kind !== 'frame' || !event.crcOk) continue
        const parsed = parseSegment(event.segment)
        if (!parsed.ok) continue
        if (parsed.message.cn === '9014') {
          answered(parsed.message.qn)
          continue
        }
        heard = true
        execution.commanded(parsed.message)
      }
    })
    // The reason is of no use to a logger: it tries again whatever it was.
    line.on('error', drop)
    // What is only half open cannot answer.
    line.on('end', drop)
    line.on('close', () => {
      callOffPatience()
      lost()
    })
  }

  function lost(): void {
    isUp = false
    socket = null
    for (const callOff of timeouts.values()) callOff()
    timeouts.clear()
    execution.leave()
    backlog.lineLost()
    if (isStopped || isDown) return
    const patience = Math.min(BACKOFF_MS.first * 2 ** attempts, BACKOFF_MS.longest)
    const retryInMs = Math.round(patience * (1 + 0.2 * chance(parts.seed, `${source.device.mn}/backoff`, attempts)))
    attempts += 1
    parts.tell({ kind: 'lost', retryInMs })
    callOffRetry = times.after(retryInMs, connect)
  }

  return {
    start() {
      const past = hoursEnding(plan.start - parts.historyHours * HOUR_MS, plan.start - 1)
      historyLeft = past.length
      for (const upload of past) backlog.add(upload, true)
      connect()
      produce()
      if (restart !== undefined) restartNightly(restart)
    },
    async stop() {
      isStopped = true
      callOffSchedule()
      callOffRetry()
      callOffRestart()
      for (const callOff of timeouts.values()) callOff()
      timeouts.clear()
      execution.leave()
      const line = socket
      if (line === null || line.destroyed) return
      const closed = new Promise<void>((resolve) => line.once('close', () => resolve()))
      if (isUp) line.end()
      else line.destroy()
      const callOff = times.after(FAREWELL_MS, () => line.destroy())
      await closed
      callOff()
    },
    counts: () => {
      const { waiting, onTheirWay, givenUp } = backlog.counts()
      return { ...counts, owed: waiting + onTheirWay, givenUp }
    },
  }
}
