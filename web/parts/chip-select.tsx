import { useText } from '../text/language.ts'

/** A filter of one choice among several: the browser's own select, dressed as a chip. */
export function ChipSelect<Value extends string>(props: {
  name: string
  value: Value | undefined
  choices: readonly { value: Value; name: string }[]
  onChoose: (value: Value | undefined) => void
}) {
  const { t } = useText()
  const { name, value, choices, onChoose } = props
  return (
    <label className={value === undefined ? 'chip chip-select' : 'chip chip-select chip-chosen'}>
      <span>{name}</span>
      <select
        value={value ?? ''}
        onChange={({ target }) => onChoose(choices.find((choice) => choice.value === target.value)?.value)}
      >
        <option value="">{t('web.filter.all')}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </label>
  )
}
