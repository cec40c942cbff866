import { type ExecutionReturn, executionAnswer, noticeAnswer, requestAnswer } from '../src/protocols/hj212/answers.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import type { Hj212Message } from '../src/protocols/hj212/message.ts'
import { type Commanded, type Deed, deedOf, type HistoryCn, type Setting } from './commands.ts'
import { createErrands } from './errands.ts'
import { type Source, sampleOf, tellingOf } from './frames.ts'
import type { Upload } from './schedule.ts'
import type { CallOff, Times } from './time.ts'

/** Between the acceptance of a command and its execution, so that people see both. [ms] */
export const EXECUTION_MS = 1_500

/** What commands reach of a logger. */
export interface ExecutionParts {
  source: Source
  times: Times
  /** How it is now. */
  state(): Omit<Commanded, 'device'>
  /** Says something, if there is a line. */
  write(frame: Buffer): void
  /** It owes one more upload, of now or of the past. */
  owe(upload: Upload, isRecalled: boolean): void
  /** What it has measured so far, oldest first. */
  remembered(cn: HistoryCn): readonly Upload[]
  set(setting: Setting): void
  flow(isRealtimeOn: boolean): void
}

/** How a logger obeys: 9011 at once, then what was asked for, then 9012. */
export interface Execution {
  commanded(message: Hj212Message): void
  /** Was this upload a record of history that a command asked for? */
  answered(upload: Upload): boolean
  /** What is under way is forgotten, history apart, which goes on when the line is back. */
  leave(): void
}

export function createExecution(parts: ExecutionParts): Execution {
  const { source, times } = parts
  /** By request number: the same request again is the same work. */
  const underWay = new Map<string, CallOff>()
  const errands = createErrands(
    (upload) => parts.owe(upload, true),
    (request) => end(request),
  )

  function say(message: Hj212Message): void {
    parts.write(formatFrame(message))
  }

  function end(request: Hj212Message, returns: ExecutionReturn = 1): void {
    say(executionAnswer(request, returns))
  }

  function commanded(message: Hj212Message): void {
    const deed = deedFor(message)
    if (deed.kind === 'none') return
    if (deed.kind === 'stop-realtime') {
      parts.flow(false)
      say(noticeAnswer(message))
    } else if (deed.kind === 'refuse') {
      say(requestAnswer(message, deed.returns))
    } else {
      say(requestAnswer(message, 1))
      if (underWay.has(message.qn)) return
      const later = times.after(EXECUTION_MS, () => {
        underWay.delete(message.qn)
        // What it tells is of now.
        execute(message, deedFor(message))
      })
      underWay.set(message.qn, later)
    }
  }

  const deedFor = (message: Hj212Message) => deedOf(message, { device: source.device, ...parts.state() })

  function execute(request: Hj212Message, deed: Deed): void {
    const { cn, qn } = request
    if (deed.kind === 'work') work(request, deed.ms, deed.samples)
    else if (deed.kind === 'history') tellHistory(request, deed)
    else if (deed.kind === 'fail') end(request, deed.returns)
    else {
      if (deed.kind === 'tell') parts.write(tellingOf(source, cn, qn, deed.cp))
      if (deed.kind === 'set') parts.set(deed.setting)
      if (deed.kind === 'realtime') {
        parts.flow(true)
        parts.write(sampleOf(source, qn, wholeSecond()))
      }
      end(request)
    }
  }

  function tellHistory(request: Hj212Message, { cn, begin, end: last }: Extract<Deed, { kind: 'history' }>): void {
    const uploads = parts.remembered(cn).filter(({ dataTime }) => dataTime >= begin && dataTime <= last)
    if (uploads.length === 0) end(request, NO_DATA)
    else errands.begin(request, uploads)
  }

  function work(request: Hj212Message, ms: number, samples: boolean): void {
    const done = times.at(times.now() + ms, () => {
      underWay.delete(request.qn)
      const instant = wholeSecond()
      if (samples) parts.owe({ cn: '2011', dataTime: instant, dueAt: instant }, false)
      end(request)
    })
    underWay.set(request.qn, done)
  }

  /** HJ 212 dates its data to the second. */
  function wholeSecond(): number {
    return Math.floor(parts.state().now / 1000) * 1000
  }

  return {
    commanded,
    answered: (upload) => errands.answered(upload),
    leave() {
      for (const callOff of underWay.values()) callOff()
      underWay.clear()
    },
  }
}

/** ExeRtn. */
const NO_DATA = 100
