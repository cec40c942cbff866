/** Which alerts the stream shows: those that somebody should look at, unless told otherwise. */
export const alertViews = ['acknowledged', 'silenced', 'resolved', 'all', 'silence'] as const
export type AlertView = (typeof alertViews)[number]

export interface AlertSearch {
  show?: AlertView
  /** Only of this rule, or under this silence. */
  rule?: string
  silence?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function alertSearch(search: Record<string, unknown>): AlertSearch {
  const show = alertViews.find((each) => each === search.show)
  const rule = typeof search.rule === 'string' && uuid.test(search.rule) ? search.rule : undefined
  const silence = typeof search.silence === 'string' && uuid.test(search.silence) ? search.silence : undefined
  return { ...(show ? { show } : {}), ...(rule ? { rule } : {}), ...(silence ? { silence } : {}) }
}
