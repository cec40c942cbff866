/** What the address of the targets says. */
export interface TargetsSearch {
  year?: number
  /** with what was replaced and taken back */
  show?: 'history'
}

/** Reads the address; what it cannot be is left out. */
export function targetsSearch(search: Record<string, unknown>): TargetsSearch {
  const year = Number(search.year)
  return {
    ...(Number.isInteger(year) && year >= 1970 && year <= 2999 ? { year } : {}),
    ...(search.show === 'history' ? { show: 'history' } : {}),
  }
}
