import { useQuery } from '@tanstack/react-query'
import { useLive } from '../api/live.ts'
import { latestQuery } from '../api/queries.ts'
import { useText } from '../text/language.ts'
import { ageText, secondsText } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useMe } from './me.tsx'
import { newestAt } from './newest.ts'

/** A hiccup is not worth a band across the page. */
const BRIEF_MS = 4_000

/** Says across the page that it is cut off: since when, how old what it shows is, and what happens with what is being done. */
export function OfflineBand() {
  const { t } = useText()
  const me = useMe()
  const live = useLive()
  const now = useNow(1_000)
  const latest = useQuery({ ...latestQuery, enabled: me.may('read-readings') })
  if (live.state !== 'lost' || now - live.since < BRIEF_MS) return null
  const newest = newestAt(latest.data?.items ?? [])
  return (
    <p className="offline-band" role="status">
      <b>{t('web.offline.since', { age: ageText(now - live.since, t) })}</b>{' '}
      {t('web.offline.shows', { time: secondsText(newest ?? live.since) })}
    </p>
  )
}
