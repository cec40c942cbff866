import { Link } from '@tanstack/react-router'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { lookWindow } from './changes.ts'

/** The way to the values that somebody should judge, with what was before and after them; to the device where there is no station. */
export function LookLink(props: {
  station: { code: string } | null
  deviceId: string
  factor: string
  resolution: 'realtime' | 'minute' | 'hour'
  firstEnd: string
  lastEnd: string
}) {
  const { t } = useText()
  const now = useNow(60_000)
  const { station, factor, resolution } = props
  if (station === null) {
    return (
      <Link to="/devices/$id" params={{ id: props.deviceId }} className="button small">
        {t('web.quality.look')}
      </Link>
    )
  }
  return (
    <Link
      to="/stations/$code"
      params={{ code: station.code }}
      search={{
        factor,
        ...(resolution === 'hour' ? {} : { resolution }),
        ...lookWindow(resolution, Date.parse(props.firstEnd), Date.parse(props.lastEnd), now),
      }}
      className="button small"
    >
      {t('web.quality.look')}
    </Link>
  )
}
