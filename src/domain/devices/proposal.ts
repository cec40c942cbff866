import { isSealed } from '../../protocols/hj212/cipher.ts'
import { dataUploadOf } from '../../protocols/hj212/data.ts'
import { describeEvent } from '../../protocols/hj212/describe.ts'
import { createFramer, type FrameEvent } from '../../protocols/hj212/frame.ts'
import { type Language, type ProblemCode, wordProblem } from '../../protocols/hj212/problems.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { maskedText } from './masked.ts'
import type { Choice } from './proposal-evidence.ts'
import { factorsOf, type ProposedFactor } from './proposal-factors.ts'
import { type Delay, dataTimeChoice, delaysOf, hoursChoice, minuteChoice, realtimeChoice } from './proposal-times.ts'
import { answersChoice, charsetChoice, crcChoice, editionChoice, type HeardFrame } from './proposal-wire.ts'

/** What the first frames of an unknown device say of it, each proposal with what it rests on. */
export interface DeviceProposal {
  mn: string
  /** Frames that could be looked at. */
  frames: number
  /** Arrival of the first and of the last. [epoch ms] */
  firstAt: number
  lastAt: number
  edition: Choice
  crc: Choice
  charset: Choice
  answers: Choice
  dataTimeNames: Choice
  delays: Delay[]
  realtimeSeconds: Choice | null
  minuteInterval: Choice | null
  sendsHours: Choice
  factors: ProposedFactor[]
  /** How many different passwords the frames carry; of frames with a wrong CRC none is believed. */
  passwords: number
  problems: { code: string; text: string; frames: number }[]
  /** One frame as text, its secrets masked. */
  sample: string
}

/** A frame as it was kept; null: its bytes have expired. */
export interface KeptBytes {
  /** [epoch ms] */
  receivedAt: number
  bytes: Buffer | null
}

const USUAL_MINUTES = 10

/**
 * Proposes how an unknown device is to be set, from the first frames kept of it (a hundred do). Pure. Nothing is applied by
 * it: units and vendors' codes above all are for a person to look over.
 * @param language in which the problems are worded
 */
export function proposeDevice(mn: string, kept: readonly KeptBytes[], language: Language = 'zh'): DeviceProposal {
  const events = kept.flatMap(({ receivedAt, bytes }) => {
    const event = bytes === null ? undefined : firstOf(bytes)
    return event === undefined ? [] : { receivedAt, event }
  })
  const heard = events.flatMap(({ receivedAt, event }) => hear(receivedAt, event))
  const arrivals = kept.map(({ receivedAt }) => receivedAt)
  const firstAt = Math.min(...arrivals)
  const lastAt = Math.max(...arrivals)
  const delays = delaysOf(heard)
  const minuteInterval = minuteChoice(heard)
  return {
    mn,
    frames: events.length,
    firstAt,
    lastAt,
    edition: editionChoice(heard),
    crc: crcChoice(heard),
    charset: charsetChoice(heard),
    answers: answersChoice(heard),
    dataTimeNames: dataTimeChoice(heard, delays, Number(minuteInterval?.value ?? USUAL_MINUTES)),
    delays,
    realtimeSeconds: realtimeChoice(heard),
    minuteInterval,
    sendsHours: hoursChoice(heard, lastAt - firstAt),
    factors: factorsOf(heard),
    passwords: passwordsOf(heard).size,
    problems: problemsOf(
      events.map(({ event }) => event),
      language,
    ),
    sample: sampleOf(heard, events),
  }
}

function firstOf(bytes: Buffer): FrameEvent | undefined {
  const framer = createFramer()
  const events = [...framer.push(bytes), ...framer.flush()]
  return events.find((event) => event.kind === 'frame') ?? events[0]
}

function hear(receivedAt: number, event: FrameEvent): HeardFrame[] {
  if (event.kind !== 'frame') return []
  const parsed = parseSegment(event.segment)
  if (!parsed.ok) return []
  const isShut = isSealed(event)
  const upload = isShut ? null : dataUploadOf(parsed.message)
  return [{ receivedAt, frame: event, message: parsed.message, isSealed: isShut, upload }]
}

function passwordsOf(heard: readonly HeardFrame[]): Set<string> {
  const believed = heard.filter(({ frame }) => frame.crcKind !== 'wrong')
  return new Set((believed.length > 0 ? believed : heard).map(({ message }) => message.pw).filter((pw) => pw !== ''))
}

/** In how many frames each problem stands, the most frequent first. */
function problemsOf(events: readonly FrameEvent[], language: Language): DeviceProposal['problems'] {
  const frames = new Map<ProblemCode, number>()
  for (const event of events) {
    const codes = new Set(describeEvent(event, language).problems.map(({ code }) => code))
    for (const code of codes) frames.set(code, (frames.get(code) ?? 0) + 1)
  }
  return [...frames]
    .map(([code, count]) => ({ code, text: wordProblem(code, '', language), frames: count }))
    .sort((a, b) => b.frames - a.frames || a.code.localeCompare(b.code, 'en'))
}

/** The last upload of values, which shows most; else the last frame. */
function sampleOf(heard: readonly HeardFrame[], events: readonly { event: FrameEvent }[]): string {
  const bytes = heard.findLast(({ upload }) => upload !== null)?.frame.bytes ?? events.at(-1)?.event.bytes
  return bytes === undefined ? '' : maskedText(bytes)
}
