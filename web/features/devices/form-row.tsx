import { type ReactNode, useId } from 'react'

/** What a control must carry so that its name and its explanation belong to it. */
export interface RowIds {
  id: string
  'aria-describedby': string
}

/** One setting: its name, its control, and in one line what it does. */
export function FormRow(props: { name: string; note: string; children: (ids: RowIds) => ReactNode }) {
  const id = useId()
  return (
    <div className="set-row">
      <label htmlFor={id} className="set-name">
        {props.name}
      </label>
      <div>{props.children({ id, 'aria-describedby': `${id}-note` })}</div>
      <p id={`${id}-note`} className="label set-note">
        {props.note}
      </p>
    </div>
  )
}

/** A setting that holds several controls, each with a name of its own. */
export function FormGroup(props: { name: string; note: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in the middle of a grid's row
    <div className="set-row" role="group" aria-labelledby={id} aria-describedby={`${id}-note`}>
      <span id={id} className="set-name">
        {props.name}
      </span>
      <div>{props.children}</div>
      <p id={`${id}-note`} className="label set-note">
        {props.note}
      </p>
    </div>
  )
}
