import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { act, type SignedIn } from './api-client.ts'
import { eventually } from './eventually.ts'
import { sendFrames, uploadFrame } from './field-logger.ts'

/**
 * Sends an hour of PM2.5 that nobody believes, waits until the checks have found it, and has somebody propose to declare it
 * void. For tests that are about something else; the finding itself stays open.
 */
export async function doubtfulHour(
  hj212: { host: string; port: number },
  logger: { mn: string; pw: string } | undefined,
  proposer: SignedIn,
): Promise<{ findingId: string; correctionId: string }> {
  if (logger === undefined) throw new Error('nobody measures')
  const { mn, pw } = logger
  const startsAt = Math.floor(Date.now() / HOUR_MS - 2) * HOUR_MS
  await sendFrames(hj212, [uploadFrame({ mn, pw, cn: '2061', at: startsAt, data: 'a34004-Avg=620,a34004-Flag=N' })])
  const finding = await eventually('a finding of the checks', async () => {
    const { items } = await proposer.call('GET /api/quality-findings')
    return items.find((one) => one.mn === mn)
  })
  const wanted = {
    mn,
    factor: 'PM2.5',
    resolution: 'hour',
    kind: 'void',
    changes: [{ end: finding.lastEnd, value: null }],
    reason: '站房停电后恢复',
  }
  const { id } = await proposer.call('POST /api/corrections', { body: act(wanted) })
  return { findingId: finding.id, correctionId: id }
}
