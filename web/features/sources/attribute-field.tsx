import type { Attribute } from '../../../src/domain/sources/model.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { FormRow } from '../devices/form-row.tsx'

/** One thing that sources of the chosen kind have. Empty: nobody has written it down. */
export function AttributeField(props: { attribute: Attribute; value: string; onChange: (value: string) => void }) {
  const { t } = useText()
  const { attribute, value, onChange } = props
  const choices =
    attribute.type === 'choice'
      ? attribute.choices.map((each) => [each, wordOf(`web.sources.choice.${attribute.key}`, each, t)] as const)
      : ([
          ['yes', t('web.sources.yes')],
          ['no', t('web.sources.no')],
        ] as const)
  const isChosen = attribute.type === 'choice' || attribute.type === 'yes-no'
  return (
    <FormRow name={wordOf('web.sources.attribute', attribute.key, t)} note={t('web.sources.note.attribute')}>
      {(ids) =>
        isChosen ? (
          <select {...ids} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{t('web.sources.not-written')}</option>
            {choices.map(([each, word]) => (
              <option key={each} value={each}>
                {word}
              </option>
            ))}
          </select>
        ) : (
          <span className={attribute.type === 'number' ? 'with-unit' : undefined}>
            <input
              {...ids}
              className="input"
              {...(attribute.type === 'number'
                ? ({ type: 'number', step: 'any', min: 0, max: attribute.most } as const)
                : { maxLength: attribute.type === 'text' ? attribute.most : undefined })}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            {attribute.type === 'number' && attribute.unit !== '' && <span className="label">{attribute.unit}</span>}
          </span>
        )
      }
    </FormRow>
  )
}
