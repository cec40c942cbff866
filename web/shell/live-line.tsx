import { useQuery } from '@tanstack/react-query'
import { useLive } from '../api/live.ts'
import { latestQuery } from '../api/queries.ts'
import { useText } from '../text/language.ts'
import { ageText, secondsText } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useMe } from './me.tsx'
import { newestAt } from './newest.ts'

/** Data older than this is told with its age. */
const FRESH_MS = 5 * 60_000

/** The state of the connection and how old what the pages show may be. */
export function LiveLine() {
  const { t } = useText()
  const me = useMe()
  const live = useLive()
  const now = useNow(1_000)
  const latest = useQuery({ ...latestQuery, enabled: me.may('read-readings') })
  const newest = newestAt(latest.data?.items ?? [])
  const lostFor = ageText(now - live.since, t)
  const dataText =
    newest === null
      ? t('web.live.on')
      : now - newest > FRESH_MS
        ? t('web.live.old', { time: secondsText(newest), age: ageText(now - newest, t) })
        : t('web.live.data', { time: secondsText(newest) })
  const long =
    live.state === 'lost'
      ? t('web.live.lost', { age: lostFor, time: secondsText(newest ?? live.since) })
      : live.state === 'connecting'
        ? t('web.live.connecting')
        : dataText
  const short =
    live.state === 'lost'
      ? t('web.live.lost-short', { age: lostFor })
      : live.state === 'connecting'
        ? '…'
        : secondsText(newest ?? live.since)
  return (
    <span
      className={`live live-${live.state}`}
      role="status"
      aria-live="off"
      data-testid="live"
      data-state={live.state}
    >
      <i className="live-dot" aria-hidden="true" />
      <span className="live-text">{long}</span>
      <span className="live-short">{short}</span>
    </span>
  )
}
