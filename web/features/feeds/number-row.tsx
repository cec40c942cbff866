import { FormRow } from '../devices/form-row.tsx'

/** A whole number with its unit. */
export function NumberRow(props: {
  name: string
  note: string
  unit: string
  least: number
  most: number
  value: number
  onChange: (value: number) => void
}) {
  return (
    <FormRow name={props.name} note={props.note}>
      {(ids) => (
        <span className="with-unit">
          <input
            {...ids}
            className="input"
            type="number"
            required
            min={props.least}
            max={props.most}
            value={Number.isNaN(props.value) ? '' : props.value}
            onChange={(event) => props.onChange(event.target.valueAsNumber)}
          />
          <span>{props.unit}</span>
        </span>
      )}
    </FormRow>
  )
}
