import { useId } from 'react'
import { useText } from '../../text/language.ts'
import type { Pair } from './draft.ts'

/** A small table of two columns that is written line by line: units by factor, codes by the device's own codes. */
export function PairTable(props: {
  pairs: readonly Pair[]
  left: string
  right: string
  lefts: readonly string[]
  rights: readonly string[]
  onChange: (pairs: readonly Pair[]) => void
}) {
  const { t } = useText()
  const listId = useId()
  const change = (key: number, to: Partial<Pair>) =>
    props.onChange(props.pairs.map((pair) => (pair.key === key ? { ...pair, ...to } : pair)))
  const nextKey = Math.max(-1, ...props.pairs.map(({ key }) => key)) + 1
  return (
    <div className="pairs">
      <Suggestions id={`${listId}-left`} texts={props.lefts} />
      <Suggestions id={`${listId}-right`} texts={props.rights} />
      {props.pairs.map((pair) => (
        <p key={pair.key} className="pair-line">
          <input
            className="input"
            aria-label={props.left}
            placeholder={props.left}
            list={`${listId}-left`}
            maxLength={20}
            value={pair.left}
            onChange={(event) => change(pair.key, { left: event.target.value })}
          />
          <span aria-hidden="true">→</span>
          <input
            className="input"
            aria-label={props.right}
            placeholder={props.right}
            list={`${listId}-right`}
            maxLength={20}
            value={pair.right}
            onChange={(event) => change(pair.key, { right: event.target.value })}
          />
          <button
            type="button"
            className="link"
            aria-label={t('web.device.pair.remove', { name: pair.left || props.left })}
            onClick={() => props.onChange(props.pairs.filter(({ key }) => key !== pair.key))}
          >
            {t('web.device.pair.remove-short')}
          </button>
        </p>
      ))}
      <button
        type="button"
        className="button small"
        onClick={() => props.onChange([...props.pairs, { key: nextKey, left: '', right: '' }])}
      >
        {t('web.device.pair.add')}
      </button>
    </div>
  )
}

function Suggestions({ id, texts }: { id: string; texts: readonly string[] }) {
  return (
    <datalist id={id}>
      {texts.map((text) => (
        <option key={text} value={text} />
      ))}
    </datalist>
  )
}
