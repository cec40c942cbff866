import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

// catalogue keys: web.evaluation.doubt.*

/** What nobody has settled of what is shown. */
export function Doubts({ doubts }: { doubts: readonly string[] }) {
  const { t } = useText()
  if (doubts.length === 0) return null
  return (
    <div className="evaluation-doubts">
      <p className="label">{t('web.evaluation.doubts')}</p>
      <ul>
        {doubts.map((doubt) => (
          <li key={doubt}>{wordOf('web.evaluation.doubt', doubt, t)}</li>
        ))}
      </ul>
    </div>
  )
}
