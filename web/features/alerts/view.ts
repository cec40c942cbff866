import { type RuleKind, ruleKinds, type Severity, severities } from '../../../src/domain/alerts/model.ts'

/** Which alerts the stream shows: those that somebody should look at, unless told otherwise. */
export const alertViews = ['acknowledged', 'silenced', 'resolved', 'all', 'silence'] as const
export type AlertView = (typeof alertViews)[number]

export interface AlertSearch {
  show?: AlertView
  /** Only of this rule, or under this silence. */
  rule?: string
  silence?: string
  severity?: Severity
  station?: string
  /** `device`: of a device or a feed as a whole. */
  factor?: string
  kind?: RuleKind
}

/** A factor as an address says it, of what has none. */
export const AS_A_WHOLE = 'device'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function alertSearch(search: Record<string, unknown>): AlertSearch {
  const one = <T extends string>(known: readonly T[], value: unknown) => known.find((each) => each === value)
  const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined)
  const { factor } = search
  return withoutGaps({
    show: one(alertViews, search.show),
    rule: id(search.rule),
    silence: id(search.silence),
    severity: one(severities, search.severity),
    station: id(search.station),
    factor: typeof factor === 'string' && /^[a-z0-9]{1,20}$/.test(factor) ? factor : undefined,
    kind: one(ruleKinds, search.kind),
  })
}

/** An address says nothing of what is not chosen. */
export function withoutGaps(search: { [K in keyof AlertSearch]: AlertSearch[K] | undefined }): AlertSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
