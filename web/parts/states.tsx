import type { ReactNode } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { useText } from '../text/language.ts'

/** What will appear here and, where there is one, the way to make it appear. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <div className="quiet">{children}</div>}
    </div>
  )
}

/** What happened, what was kept, what to do: in the server's words, or ours when it could not be reached. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useText()
  const problem = error instanceof ApiProblem ? error : null
  // Who may not, may not a second later either; what is not there is not.
  const isWorthRetry = problem?.status !== 403 && problem?.status !== 404
  return (
    <div className="trouble" role="alert">
      <p>
        <b>{problem?.title ?? t('web.problem.page.title')}</b>
      </p>
      <p className="quiet">{problem?.detail || t('web.problem.page.detail')}</p>
      {retry && isWorthRetry && (
        <button type="button" className="button" onClick={retry}>
          {t('web.problem.again')}
        </button>
      )}
    </div>
  )
}

/** Grey lines in the place and height of what is being fetched, so nothing jumps when it comes. */
export function Waiting({ rows, height }: { rows: number; height?: number }) {
  const { t } = useText()
  return (
    <div className="waiting" role="status" aria-label={t('web.waiting')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity
        <div key={row} className="waiting-row" style={height ? { height } : undefined}>
          <span />
        </div>
      ))}
    </div>
  )
}
