/** Which part of the page is shown; none: what nobody has judged. */
export const qualityTabs = ['corrections', 'kept', 'corrected', 'gone', 'rules'] as const

/** What the address of the page says: which part, and what its findings are narrowed to. */
export interface QualitySearch {
  tab?: (typeof qualityTabs)[number]
  /** code of the station */
  station?: string
  /** code of the factor */
  factor?: string
  /** code of the check */
  rule?: string
}

export function qualitySearch(search: Record<string, unknown>): QualitySearch {
  const text = (value: unknown, most: number) =>
    typeof value === 'string' && value !== '' && value.length <= most ? value : undefined
  return withoutGaps({
    tab: qualityTabs.find((each) => each === search.tab),
    station: text(search.station, 40),
    factor: text(search.factor, 20),
    rule: text(search.rule, 40),
  })
}

/** An address says nothing of what is not chosen. */
export function withoutGaps(search: { [K in keyof QualitySearch]: QualitySearch[K] | undefined }): QualitySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
