/** The two things by which a county, a region or a station is known: what people call it, and what tables and devices do. */
export function NameAndCode(props: {
  name: string
  onName: (name: string) => void
  code: string
  onCode: (code: string) => void
  /** Words above the fields. */
  words: { name: string; code: string }
  /** What a code may be; else whatever is not longer than 40. */
  pattern?: string
}) {
  const { words } = props
  return (
    <div className="two-fields">
      <label className="field">
        <span>{words.name}</span>
        <input
          className="input"
          required
          maxLength={200}
          value={props.name}
          onChange={(event) => props.onName(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{words.code}</span>
        <input
          className="input"
          required
          {...(props.pattern ? { pattern: props.pattern } : { maxLength: 40 })}
          value={props.code}
          onChange={(event) => props.onCode(event.target.value)}
        />
      </label>
    </div>
  )
}

/** A code of a county or a region: letters, digits, dashes. */
export const CODE_PATTERN = '[\\w\\-]{1,20}'
