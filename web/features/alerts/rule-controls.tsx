import type { ReactNode } from 'react'
import type { RuleNumber } from '../../../src/domain/alerts/model.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { FormRow, type RowIds } from '../devices/form-row.tsx'

// catalogue keys: web.rule.source.*

/** A number with its unit, what it may be, and where its usual value comes from. */
export function NumberRow(props: {
  name: string
  number: RuleNumber
  unit: string
  value: string
  isWrong: boolean
  onChange: (value: string) => void
}) {
  const { t } = useText()
  const { least, most, usual, source } = props.number
  return (
    <FormRow
      name={props.name}
      note={[t('web.rule.number-note', { least, most, usual }), wordOf('web.rule.source', source, t)].join(
        t('web.join'),
      )}
    >
      {(ids) => (
        <span className="with-unit">
          <input
            {...ids}
            className="input"
            inputMode="decimal"
            aria-invalid={props.isWrong}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
          <span className="quiet">{props.unit}</span>
        </span>
      )}
    </FormRow>
  )
}

/** One of some, or none. */
export function Choice(props: {
  ids?: RowIds
  label: string
  value: string | null
  none: string
  options: readonly (readonly [value: string, name: string])[]
  onChange: (value: string | null) => void
}): ReactNode {
  return (
    <select
      {...props.ids}
      className="input"
      aria-label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value || null)}
    >
      <option value="">{props.none}</option>
      {props.options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** On or off. */
export function Switch(props: { ids: RowIds; isOn: boolean; name: string; onChange: (isOn: boolean) => void }) {
  return (
    <label className="rule-switch">
      <input
        {...props.ids}
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.name}
    </label>
  )
}

/** An hour of the day. */
export function Hour(props: { label: string; value: number; last: number; onChange: (hour: number) => void }) {
  return (
    <select
      className="input rule-hour"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(Number(event.target.value))}
    >
      {Array.from({ length: props.last + 1 }, (_, hour) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number
        <option key={hour} value={hour}>
          {`${hour}:00`}
        </option>
      ))}
    </select>
  )
}
