import type { ImportPlan } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

const kinds = [
  'readings',
  'rankings',
  'peer-days',
  'stations',
  'devices',
  'people',
  'regions',
  'sources',
  'landscape',
] as const

/** What a file is about. */
export function KindChoice(props: { kind: ImportPlan['kind']; onChange: (kind: ImportPlan['kind']) => void }) {
  const { t } = useText()
  return (
    <label className="field import-field">
      <span>{t('web.import.kind')}</span>
      <select
        className="input"
        value={props.kind}
        onChange={(event) => {
          const kind = kinds.find((each) => each === event.currentTarget.value)
          if (kind) props.onChange(kind)
        }}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {wordOf('web.import.kind', kind, t)}
          </option>
        ))}
      </select>
    </label>
  )
}
