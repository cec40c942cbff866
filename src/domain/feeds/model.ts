/** How a feed is fetched: asked for over HTTP, or found in a folder. */
export const feedKinds = ['http', 'folder'] as const
export type FeedKind = (typeof feedKinds)[number]

/** What a feed brings of an hour: its value in real time (实时), or after review (审核后), which stands over the other. */
export const feedBrings = ['real-time', 'reviewed'] as const
export type FeedBrings = (typeof feedBrings)[number]

/** When a feed is pulled, in civil time of Asia/Shanghai. */
export interface FeedSchedule {
  /** Every so many minutes of the day … [min] */
  everyMinutes: number
  /** … beginning at this minute of it. [min] */
  atMinute: number
  /** How long after the first pull behind its end an hour may be missing before the feed is stale. [min] */
  staleMinutes: number
}

/** How an interface is asked. Templates hold the placeholders of template.ts. */
export interface FeedRequest {
  url: string
  method: 'GET' | 'POST'
  bodyType: 'json' | 'form'
  /** Template of the body; empty: none. */
  body: string
  headers: readonly { name: string; value: string }[]
  timeoutSeconds: number
  /** Longest span of hours that is asked for at once, where the templates name one. */
  hoursAtOnce: number
  /** So many of the newest hours are asked for each time, for what was revised since. */
  lookBackHours: number
  paging: FeedPaging
}

/**
 * How a document goes on: not at all; by numbers until a page has no rows or fewer than `size` (null: only an empty one ends it);
 * by the address that a page names.
 */
export type FeedPaging =
  | { kind: 'none' }
  | { kind: 'number'; first: number; size: number | null }
  | { kind: 'next'; path: string }

export interface FeedFolder {
  /** Absolute; it must lie under one of the roots of `weike.json`. */
  path: string
  /** Names of its files, `*` for any text. */
  pattern: string
}

/** A field that holds the values of a factor, or (in rows of one value each) the text that names the factor. */
export interface FeedFactor {
  name: string
  factor: string
  unit: string
  /** May it be missing from a whole document? */
  optional: boolean
}

export const feedForms = ['json', 'table'] as const
export const timeNamings = ['end', 'start'] as const

/** How a document is read. Fields are paths of path.ts in JSON, names of columns in a table. */
export interface FeedReading {
  form: (typeof feedForms)[number]
  /** JSON: path to the rows. */
  rows: string
  /** Tables: the line that names the columns. */
  headerLine: number
  /** Field of the station's code; empty: all rows are of the feed's only station. */
  station: string
  time: string
  /** Field of the hour of the day, where `time` holds a day; empty: none. */
  hour: string
  /** `auto`, `epoch-s`, `epoch-ms`, or a pattern of times.ts. */
  timeFormat: string
  /** `Asia/Shanghai`, `UTC` or an offset such as `+09:00`; of times that name no offset themselves. */
  timeZone: string
  /** Does a time name the end of its hour, or the start? */
  hourNamed: (typeof timeNamings)[number]
  /** `wide`: a row has a field for each factor; `long`: a row has one value and says of which factor it is. */
  layout: 'wide' | 'long'
  factorField: string
  valueField: string
  factors: readonly FeedFactor[]
  /** Marks of a value that is not there, besides the usual ones (empty, `—`, `NA`, -99 …). */
  missing: readonly string[]
  /** Does a mark say nothing, or that there is no valid value (as review does that strikes one out)? */
  missingMeans: 'nothing' | 'no-value'
  /** Rows of stations that the feed does not know: refused, or passed over (documents of a whole province). */
  unknownStations: 'refuse' | 'skip'
  /** Is a table that does not end with a line end only a piece of one? */
  needsLineEnd: boolean
}

/** All that a feed is set to but its name, its token and what it brings. */
export interface FeedPlan {
  schedule: FeedSchedule
  /** Null: of a folder. */
  request: FeedRequest | null
  /** Null: asked for over HTTP. */
  folder: FeedFolder | null
  reading: FeedReading
  /** The source's code of a station → the station. */
  stations: readonly { code: string; stationId: string }[]
  /** Hours that end before are not wanted. [epoch ms] */
  since: number
}

/** Why a pull failed. Each has words for what happened and for what to do. */
export const feedFaults = [
  'dns',
  'address',
  'connect',
  'tls',
  'timeout',
  'status',
  'signed-out',
  'busy',
  'redirects',
  'too-large',
  'cut',
  'unpack',
  'web-page',
  'not-json',
  'not-a-table',
  'rows-missing',
  'field-missing',
  'pages-repeat',
  'pages-many',
  'folder',
  'internal',
] as const
export type FaultCode = (typeof feedFaults)[number]

export interface FeedFault {
  code: FaultCode
  params: Readonly<Record<string, string | number>>
}

/** Faults that pass by themselves: worth another try before the next pull is due. */
export const passingFaults: readonly FaultCode[] = ['dns', 'connect', 'timeout', 'status', 'busy', 'cut', 'unpack']

/** Why a row of a document is not taken. */
export const refusals = [
  'time',
  'not-whole-hour',
  'future',
  'number',
  'unit',
  'station-missing',
  'station-unknown',
  'repeated',
] as const
export type Refusal = (typeof refusals)[number]

export interface RefusedFeedRow {
  /** Of a table its line, of JSON the number of the row, from 1. */
  line: number
  fault: Refusal
  what: string | null
  cells: readonly string[]
}

/** One value of one hour of one station, as a document says it. */
export interface FeedValue {
  code: string
  /** [epoch ms] */
  hourEnd: number
  factor: string
  /** In Weike's unit; null: the source says that there is no valid one. */
  value: number | null
}

/** What a document says. */
export interface DocumentRead {
  rows: number
  values: FeedValue[]
  refused: RefusedFeedRow[]
  /** Rows about nothing that is wanted: other stations and factors, hours before the feed begins. */
  others: number
  /** Names of the cells of refused rows. */
  header: string[]
}

export const feedStates = ['new', 'good', 'failing', 'stale', 'paused'] as const
export type FeedState = (typeof feedStates)[number]

/** A feed went stale, or is so no longer: it brings hours again, or rests. */
export interface FeedTurn {
  /** When Weike saw it. [epoch ms, domain clock] */
  at: number
  feedId: string
  /** When the hour was due that did not come, and how long one had waited for it: since the end of the newest. [epoch ms] */
  stale: { dueAt: number; awaitedFrom: number } | null
}

export const pullCauses = ['schedule', 'retry', 'person'] as const
export type PullCause = (typeof pullCauses)[number]
export const pullStates = ['taking', 'taken', 'unchanged', 'failed'] as const
