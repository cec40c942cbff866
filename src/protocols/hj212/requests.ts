import { compactOf } from '../../standards/civil-time.ts'
import { formatCp } from './cp.ts'
import {
  type CpItem,
  type Edition,
  editionFlag,
  FLAG_ANSWER_BIT,
  FLAG_SPLIT_BIT,
  type Hj212Message,
} from './message.ts'

/** Who is asked, in which edition. */
export interface Addressee {
  edition: Edition
  /** System of the device, as its own frames carry it. */
  st: string
  mn: string
  pw: string
}

/** What a command may carry; each takes what its layout has a place for. Times are instants [epoch ms]. */
export interface RequestContent {
  /** Code that the command aims at, as the device knows it (PolId). */
  factor?: string
  /** For 1012. */
  systemTime?: number
  /** For 1062. [s] */
  rtdInterval?: number
  /** For 1064. [min] */
  minInterval?: number
  /** For 1072. */
  newPassword?: string
  /** For history and the log: DataTime of the first and of the last period, both included, as the device labels them. */
  begin?: number
  end?: number
  /** For 3020: which information, `i11001` = the log. */
  infoId?: string
  /** For 3011 in 2025: 0 zero, 1 span (reported). */
  calibrationType?: 0 | 1
}

type Place = (content: RequestContent, edition: Edition) => CpItem

const polId: Place = ({ factor }, edition) => named(edition === '2005' ? 'PolID' : 'PolId', factor)
const systemTime: Place = ({ systemTime }) => named('SystemTime', timeOf(systemTime))
const rtdInterval: Place = ({ rtdInterval }) => named('RtdInterval', numberOf(rtdInterval))
const minInterval: Place = ({ minInterval }) => named('MinInterval', numberOf(minInterval))
const newPassword: Place = ({ newPassword }, edition) => named(edition === '2005' ? 'PW' : 'NewPW', newPassword)
const infoId: Place = ({ infoId }) => named('InfoId', infoId)
const begin: Place = ({ begin }) => named('BeginTime', timeOf(begin))
const end: Place = ({ end }) => named('EndTime', timeOf(end))
/** Both in one item, a comma between: 2005, and of 2017 tables C.23 and C.41. */
const range: Place = (content, edition) => [...begin(content, edition), ...end(content, edition)]
/** 2005 has no place for a factor in reads and settings of time. */
const polIdFrom2017: Place = (content, edition) => (edition === '2005' ? [] : polId(content, edition))
const calibration: Place = (content, edition) => {
  const kind = edition === '2025' ? named('CalibrationType', numberOf(content.calibrationType)) : []
  return [...polId(content, edition), ...kind]
}

/**
 * CP of each command that the centre sends, item by item: HJ 212-2017 annex C, HJ/T 212-2005 (where a third column is
 * missing, as 2017), 2025 as reported. An item of which the content has nothing is left out.
 */
const layouts: Readonly<Record<string, { from2017: readonly Place[]; of2005?: readonly Place[] }>> = {
  '1011': { from2017: [polIdFrom2017] },
  '1012': { from2017: [polIdFrom2017, systemTime] },
  '1061': { from2017: [] },
  '1062': { from2017: [rtdInterval] },
  '1063': { from2017: [] },
  '1064': { from2017: [minInterval] },
  '1072': { from2017: [newPassword] },
  '2011': { from2017: [] },
  '2012': { from2017: [] },
  '2021': { from2017: [] },
  '2022': { from2017: [] },
  '2031': { from2017: [begin, end], of2005: [range] },
  '2041': { from2017: [range] },
  '2051': { from2017: [begin, end], of2005: [range] },
  '2061': { from2017: [begin, end], of2005: [range] },
  '2071': { from2017: [range] },
  '3011': { from2017: [calibration] },
  '3012': { from2017: [polId] },
  '3013': { from2017: [polId] },
  '3014': { from2017: [polId] },
  '3017': { from2017: [polId] },
  '3018': { from2017: [polId] },
  '3019': { from2017: [polId] },
  '3020': { from2017: [polId, infoId, range] },
}

/** Commands that 2005 writes without Flag: notices, which are answered 9013 all the same. */
const withoutFlag2005: ReadonlySet<string> = new Set(['2012', '2022'])

/**
 * A command of the centre in the layout of the device's edition, with the answer bit set; 2005 also allows the device to
 * split what it answers (Flag=3). The frame is written by {@link formatFrame}.
 * @param qn request number, see {@link qnOf}
 * @throws RangeError for a CN that has no layout here, or a text that {@link isSafeValue} refuses
 */
export function requestMessage(to: Addressee, cn: string, qn: string, content: RequestContent = {}): Hj212Message {
  const layout = layouts[cn]
  if (layout === undefined) throw new RangeError(`no layout of CN ${cn}`)
  const { edition, st, mn, pw } = to
  const places = edition === '2005' ? (layout.of2005 ?? layout.from2017) : layout.from2017
  const cp = places.map((place) => place(content, edition)).filter((item) => item.length > 0)
  for (const value of [qn, st, mn, pw, ...cp.flat().map((pair) => pair.value)]) {
    if (!isSafeValue(value)) throw new RangeError(`a value that would break the frame of CN ${cn}`)
  }
  const isBare = edition === '2005' && withoutFlag2005.has(cn)
  const bits = edition === '2005' ? FLAG_ANSWER_BIT | FLAG_SPLIT_BIT : FLAG_ANSWER_BIT
  const flag = isBare ? null : editionFlag(edition) | bits
  const head = { edition, qn, st, cn, pw, mn, flag, needsAnswer: flag !== null, others: [] }
  return { ...head, cp, cpText: formatCp(cp), problems: [] }
}

/**
 * Request number of an instant [epoch ms]: civil time to the millisecond, 17 digits (`YYYYMMDDhhmmsszzz`). Two requests to one
 * device need two instants: an answer is matched by it.
 */
export function qnOf(instant: number): string {
  const millisecond = ((Math.floor(instant) % 1000) + 1000) % 1000
  return compactOf(instant) + String(millisecond).padStart(3, '0')
}

/**
 * Whether a text may stand as a value in a frame without changing what follows: no separator, mark or quotation, nothing
 * that ends a line. Nobody's firmware escapes them.
 */
export function isSafeValue(text: string): boolean {
  for (const character of text) {
    if (';,=&#"'.includes(character) || character < ' ' || character === '\u007f') return false
  }
  return true
}

function named(name: string, value: string | undefined): CpItem {
  return value === undefined ? [] : [{ name, value }]
}

function timeOf(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : compactOf(instant)
}

function numberOf(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number)
}
