import { useText } from '../../text/language.ts'

/** How much of a file is read; where nobody knows how long it is, that something goes on. */
export function Bar({ rows, total }: { rows: number; total: number | null }) {
  const { t } = useText()
  if (total === null || total === 0) return <div className="import-bar" />
  return (
    <progress
      className="import-share"
      aria-label={t('web.import.count.rows')}
      value={Math.min(rows, total)}
      max={total}
    />
  )
}
