import { type FocusEvent, type KeyboardEvent, useRef } from 'react'
import { useText } from '../text/language.ts'

/** Which columns a table shows; the first one always stays. Escape and a press beside it close it. */
export function ColumnChoice(props: {
  columns: readonly { key: string; name: string }[]
  hidden: readonly string[]
  onChange: (hidden: readonly string[]) => void
}) {
  const { t } = useText()
  const ref = useRef<HTMLDetailsElement>(null)
  const { columns, hidden, onChange } = props
  const shown = columns.length - hidden.length
  const close = () => {
    if (ref.current) ref.current.open = false
  }
  return (
    <details
      ref={ref}
      className="column-choice"
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === 'Escape') close()
      }}
      onBlur={({ relatedTarget }: FocusEvent) => {
        if (!ref.current?.contains(relatedTarget)) close()
      }}
    >
      <summary className="button">{t('web.table.columns', { shown, all: columns.length })}</summary>
      <fieldset tabIndex={-1}>
        <legend className="unseen">{t('web.table.choose-columns')}</legend>
        {columns.slice(1).map(({ key, name }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={!hidden.includes(key)}
              onChange={({ target }) =>
                onChange(target.checked ? hidden.filter((one) => one !== key) : [...hidden, key])
              }
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
    </details>
  )
}
