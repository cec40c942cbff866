import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { correctionsQuery } from '../../api/queries.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { exactText } from './changes.ts'

/** What somebody has proposed for a value and nobody has decided yet: what it would be, who may decide, and where. */
export function WaitingCorrection(props: { mn: string; factor: string; resolution: string; end: number }) {
  const { t } = useText()
  const me = useMe()
  const proposed = useQuery({ ...correctionsQuery('proposed'), enabled: me.may('read-corrections') })
  const found = (proposed.data?.items ?? []).flatMap((correction) => {
    const { mn, factor, resolution, changes } = correction
    const isOfThis = mn === props.mn && factor === props.factor && resolution === props.resolution
    const change = isOfThis ? changes.find(({ end }) => Date.parse(end) === props.end) : undefined
    return change === undefined ? [] : [{ correction, change }]
  })
  return found.map(({ correction, change }) => (
    <p key={correction.id} className="waiting-correction" role="status">
      {t(change.after === null ? 'web.correction.waits-void' : 'web.correction.waits', {
        name: correction.proposedBy,
        value: change.after === null ? '' : exactText(change.after),
      })}{' '}
      <Link to="/quality" search={{ tab: 'corrections' }} className="underlined">
        {t('web.station.see-correction')}
      </Link>
    </p>
  ))
}
