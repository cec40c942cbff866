import { hash } from 'node:crypto'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import { formatCp } from '../../protocols/hj212/cp.ts'
import type { DataUpload } from '../../protocols/hj212/data.ts'
import type { FrameFound } from '../../protocols/hj212/frame.ts'
import { type Hj212Message, isNamed } from '../../protocols/hj212/message.ts'

export interface Identified {
  frame: FrameFound
  /** Null: it cannot be read, or not be trusted. */
  message: Hj212Message | null
  upload: DataUpload | null
  disposition: IncomingFrame['disposition']
  /** Arrival. [epoch ms] */
  now: number
}

/**
 * What makes two frames the same, 32 bytes. What became of a frame is part of it: data that were once kept in quarantine may
 * still come in when their device is registered.
 *
 * Data are the same by MN, CN, DataTime and CP: a logger that got no answer sends them again under a new QN, and that must
 * not count twice. Whatever else a device says is the same by MN, QN, CN and PNO (fact sheet, section 4), since its text may
 * well be that of yesterday; without a QN it is said anew each time. What cannot be read or trusted is the same only when
 * its bytes are.
 */
export function identityOf({ frame, message, upload, disposition, now }: Identified): Buffer {
  if (message === null) return hash('sha256', Buffer.concat([Buffer.from(`${disposition}\n`), frame.bytes]), 'buffer')
  const { mn, cn } = message
  if (upload !== null) {
    return hash('sha256', `${disposition}\n${mn}\n${cn}\n${upload.dataTimeText}\n${dataOf(message)}`, 'buffer')
  }
  const occasion = message.qn === '' ? String(now) : `${message.qn}\n${message.pno ?? ''}`
  return hash('sha256', `${disposition}\n${mn}\n${cn}\n${occasion}\n${message.cpText}`, 'buffer')
}

/** CP without the QN that 2005 and some dialects put into it. */
function dataOf(message: Hj212Message): string {
  const { cp, cpText } = message
  const holdsQn = cpText.includes('QN=') && cp.some((item) => item.some((pair) => isNamed(pair, 'QN')))
  if (!holdsQn) return cpText
  return formatCp(cp.map((item) => item.filter((pair) => !isNamed(pair, 'QN'))).filter((item) => item.length > 0))
}
