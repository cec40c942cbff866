import { useText } from '../text/language.ts'
import './pages.css'

/** Newer and older: turns the pages of a long list by the cursors that its answers give. Nothing where there is one page. */
export function Pages(props: {
  cursors: readonly string[]
  next: string | null
  onTurn: (cursors: readonly string[]) => void
}) {
  const { t } = useText()
  const { cursors, next } = props
  if (cursors.length === 0 && next === null) return null
  return (
    <footer className="pages">
      <button
        type="button"
        className="button"
        disabled={cursors.length === 0}
        onClick={() => props.onTurn(cursors.slice(0, -1))}
      >
        {t('web.ledger.newer')}
      </button>
      <button
        type="button"
        className="button"
        disabled={next === null}
        onClick={() => next !== null && props.onTurn([...cursors, next])}
      >
        {t('web.ledger.older')}
      </button>
    </footer>
  )
}
