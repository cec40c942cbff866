import { formatCp } from './cp.ts'
import { crc16, crcHex } from './crc.ts'
import { cpValue, type Hj212Message, type NamedText } from './message.ts'

/** Largest data segment that four digits can declare. The standard itself stops at 1024. */
export const LARGEST_SEGMENT = 9999

/**
 * The data segment of a message in the layout of its edition: 2017 and 2025 `QN;ST;CN;PW;MN;Flag;[PNUM;PNO;]CP`,
 * 2005 `QN;PNUM;PNO;ST;CN;PW;MN;Flag;CP` without the fields that are empty, QN left to CP where CP has it.
 * CP is written from `cp`; `cpText` and `problems` are not looked at. Names and values must not hold `;`, `,`, `&&`,
 * `##` or line ends: they are written as they are.
 */
export function formatSegment(message: Hj212Message): string {
  const header = message.edition === '2005' ? header2005(message) : header2017(message)
  let text = ''
  for (const { name, value } of header) text += `${name}=${value};`
  return `${text}CP=&&${formatCp(message.cp)}&&`
}

/**
 * A whole frame: `##`, length in bytes, segment, CRC, CR LF. Chinese text goes out as UTF-8 (HJ 212-2017).
 * @throws RangeError when the segment is longer than four digits can say
 */
export function formatFrame(content: string | Hj212Message): Buffer {
  const segment = Buffer.from(typeof content === 'string' ? content : formatSegment(content), 'utf8')
  if (segment.length > LARGEST_SEGMENT) throw new RangeError(`HJ 212 data segment of ${segment.length} bytes`)
  const frame = Buffer.allocUnsafe(segment.length + 12)
  frame.write(`##${String(segment.length).padStart(4, '0')}`, 0, 'latin1')
  segment.copy(frame, 6)
  frame.write(`${crcHex(crc16(segment))}\r\n`, 6 + segment.length, 'latin1')
  return frame
}

function header2017(message: Hj212Message): NamedText[] {
  const header = [
    { name: 'QN', value: message.qn },
    { name: 'ST', value: message.st },
    { name: 'CN', value: message.cn },
    { name: 'PW', value: message.pw },
    { name: 'MN', value: message.mn },
    { name: 'Flag', value: message.flag === null ? '' : String(message.flag) },
  ]
  if (message.pnum !== undefined) header.push({ name: 'PNUM', value: String(message.pnum) })
  if (message.pno !== undefined) header.push({ name: 'PNO', value: String(message.pno) })
  return [...header, ...message.others]
}

function header2005(message: Hj212Message): NamedText[] {
  const isQnInCp = cpValue(message.cp, 'QN') === message.qn
  const header = [
    { name: 'QN', value: isQnInCp ? '' : message.qn },
    { name: 'PNUM', value: fourDigits(message.pnum) },
    { name: 'PNO', value: fourDigits(message.pno) },
    { name: 'ST', value: message.st },
    { name: 'CN', value: message.cn },
    { name: 'PW', value: message.pw },
    { name: 'MN', value: message.mn },
    { name: 'Flag', value: message.flag === null ? '' : String(message.flag) },
  ]
  return [...header.filter(({ value }) => value !== ''), ...message.others]
}

function fourDigits(number: number | undefined): string {
  return number === undefined ? '' : String(number).padStart(4, '0')
}
