import type { ColumnType, Generated } from 'kysely'

/**
 * The shape of the tables, as migrations/ makes them (names in camelCase; the connection turns them round).
 * Instants are epoch milliseconds; ids are UUIDv7 text; bytea is Buffer.
 */

/** A jsonb column: read as a value, written as JSON text. */
type Json = ColumnType<unknown, string, string>

export interface InstallationTable {
  onlyRow: Generated<boolean>
  mark: 'demo' | 'real'
  createdAt: number
}

export interface CountyTable {
  id: string
  code: string
  name: string
  createdAt: number
}

export interface RegionTable {
  countyId: string
  id: string
  parentId: string | null
  level: 'county' | 'town' | 'village' | 'grid'
  code: string
  name: string
  path: string
}

export interface UnitTable {
  countyId: string
  id: string
  kind: 'task-force' | 'department' | 'town' | 'enterprise'
  name: string
  regionId: string
  version: Generated<number>
}

export interface PersonTable {
  countyId: string
  id: string
  name: string
  unitId: string | null
  regionId: string
  roles: string[]
  state: 'active' | 'suspended' | 'erased'
  createdAt: number
  version: Generated<number>
}

export interface AccountTable {
  countyId: string
  personId: string
  signInName: string
  passwordHash: string
  failures: Generated<number>
  lockedUntil: Generated<number>
  changedAt: number
  /** Last time, wall clock. [epoch ms] */
  signedInAt: Generated<number | null>
}

export interface SessionTable {
  secretHash: Buffer
  id: string
  countyId: string
  personId: string
  createdAt: number
  seenAt: number
  expiresAt: number
}

export interface AccessTokenTable {
  countyId: string
  id: string
  secretHash: Buffer
  name: string
  role: string
  createdAt: number
  revokedAt: number | null
  /** Last time, to the minute, wall clock. [epoch ms] */
  usedAt: Generated<number | null>
}

export interface ActTable {
  countyId: string
  id: string
  kind: string
  actor: string
  requestHash: Buffer
  reply: Json
  receivedAt: number
}

export interface LedgerHeadTable {
  countyId: string
  seq: number
  hash: Buffer
}

export interface LedgerEventTable {
  countyId: string
  seq: number
  id: string
  kind: string
  subjectType: string
  subjectId: string
  recordedAt: number
  previousHash: Buffer
  bytes: Buffer
  hash: Buffer
}

export interface LedgerDayTable {
  countyId: string
  day: string
  seq: number
  hash: Buffer
  signedAt: number
  publicKey: Buffer
  signature: Buffer
}

export interface PayloadTable {
  countyId: string
  id: string
  salt: Buffer | null
  contentText: string | null
  contentFile: string | null
  hash: Buffer
  createdAt: number
  erasedAt: number | null
}

export interface StationTable {
  countyId: string
  id: string
  code: string
  name: string
  level: 'national' | 'provincial' | 'micro'
  regionId: string
  lonWgs84: number
  latWgs84: number
  createdAt: number
  version: Generated<number>
}

export interface DeviceTable {
  countyId: string
  id: string
  mn: string
  name: string
  passwordSealed: Buffer
  dataTimeNames: 'start' | 'end'
  minuteInterval: Generated<number>
  factors: string[]
  settings: Json
  sm4KeySealed: Buffer | null
  nextPasswordSealed: Buffer | null
  kind: 'hj212' | 'feed'
  version: number
  createdAt: number
}

export interface DeviceBindingTable {
  countyId: string
  deviceId: string
  subjectType: 'station' | 'outlet' | 'vehicle' | 'machine' | 'meter'
  subjectId: string
  validFrom: number
  validTo: number | null
}

export interface IngestHeadTable {
  countyId: string
  seq: number
}

export interface FrameTable {
  countyId: string
  seq: number
  mn: string
  deviceId: string | null
  receivedAt: number
  dataHour: number
  cn: string
  qn: string
  dataTime: string
  disposition: 'stored' | 'quarantined' | 'bad-crc'
  reason: string | null
  identity: Buffer
  sha256: Buffer
  bytes: Buffer | null
  sealedSeq: number | null
  /** The frame as which this one was taken after all, once its device was known. */
  replayedSeq: number | null
}

/** The bytes of frames of one sealing, those with firstSeq ≤ seq ≤ lastSeq, packed together. */
export interface FrameBlockTable {
  countyId: string
  sealedSeq: number
  firstSeq: number
  lastSeq: number
  codec: 'zstd'
  content: Buffer
}

export interface DeviceHourTable {
  countyId: string
  mn: string
  hourEnd: number
  frames: number
  duplicates: number
  kept: number
  offsetMinMs: number | null
  offsetMedianMs: number | null
  offsetMaxMs: number | null
  errors: Json
}

export interface DeviceEventTable {
  countyId: string
  id: string
  mn: string
  at: number
  kind: string
  frameSeq: number | null
  data: Json
}

export interface ReadingLayoutTable {
  countyId: string
  id: number
  columns: string[]
  /** SHA-256 of the columns as JSON: by it one order is one row. */
  columnsHash: Buffer
}

export interface ReadingTable {
  countyId: string
  deviceId: string
  resolution: 'realtime' | 'minute' | 'hour' | 'day' | 'month' | 'year'
  periodEnd: number
  version: number
  periodStart: number
  layoutId: number
  source: 'frame' | 'import' | 'feed' | 'reviewed' | 'rollup' | 'quality' | 'correction'
  sourceId: string | null
  readingValues: (number | null)[]
  flags: (string | null)[] | null
  qualities: (string | null)[] | null
  seq: number
  recordedAt: number
}

export interface ReadingCursorTable {
  countyId: string
  task: 'rollup' | 'quality' | 'evaluation'
  seq: number
}

export interface RollupDueTable {
  countyId: string
  deviceId: string
  resolution: 'hour' | 'day' | 'month' | 'year'
  periodEnd: number
}

export interface DeviceCommandTable {
  countyId: string
  id: string
  deviceId: string
  cn: string
  cause: 'person' | 'gap-recall' | 'time-asked'
  requestedBy: string
  params: Json
  secretSealed: Buffer | null
  state: 'queued' | 'sent' | 'accepted' | 'executing' | 'done' | 'refused' | 'failed' | 'timed-out' | 'cancelled'
  attempts: number
  qn: string | null
  createdAt: number
  sentAt: number | null
  deadlineAt: number | null
  finishedAt: number | null
  qnRtn: number | null
  exeRtn: number | null
  answers: number
  result: ColumnType<unknown, string | null, string | null>
  version: number
}

export interface DeviceCheckTable {
  countyId: string
  commandId: string
  qn: string
  deviceId: string
  factor: string | null
  fromAt: number
  untilAt: number | null
  accepted: boolean
  version: number
  judgedVersion: number
}

export interface QualityFindingTable {
  countyId: string
  id: string
  deviceId: string
  factor: string
  resolution: 'minute' | 'hour'
  rule: string
  firstEnd: number
  lastEnd: number
  periods: number
  state: 'open' | 'kept' | 'corrected' | 'gone'
  version: number
  foundAt: number
  handledAt: number | null
  handledBy: string | null
}

export interface CorrectionTable {
  countyId: string
  id: string
  deviceId: string
  factor: string
  resolution: 'realtime' | 'minute' | 'hour'
  kind: 'replace' | 'void' | 'keep'
  changes: Json
  findingId: string | null
  reasonId: string
  state: 'proposed' | 'approved' | 'refused' | 'applied'
  version: number
  proposedAt: number
  decidedAt: number | null
  appliedAt: number | null
}

export interface SourceTable {
  countyId: string
  id: string
  code: string
  name: string
  kind: string
  lonWgs84: number
  latWgs84: number
  address: string | null
  regionId: string
  ownerUnitId: string | null
  ownerName: string | null
  unitId: string | null
  personId: string | null
  state: 'active' | 'paused' | 'retired'
  /** Civil day `YYYY-MM-DD`. */
  stateSince: string
  notes: string | null
  attributes: Json
  version: number
  createdAt: number
  changedAt: number
}

/** Where a region's borders run; WGS 84. */
export interface RegionOutlineTable {
  countyId: string
  regionId: string
  /** Of GeoJSON's MultiPolygon, the coordinates; none: it was taken away. */
  polygons: Json
  changedAt: number
  version: Generated<number>
}

/** How far the circles around a county's stations reach, as the county has said. */
export interface CountyCirclesTable {
  countyId: string
  /** From the inside. [km] None: as the installation has it. */
  radiiKm: Json
  version: number
  changedAt: number
}

/** A road, a river or a built-up area. */
export interface LandFeatureTable {
  countyId: string
  id: string
  code: string
  kind: 'built-up' | 'river' | 'road' | 'motorway'
  name: string | null
  isArea: boolean
  /** Lines, or of an area its rings: positions of GeoJSON. */
  parts: Json
  changedAt: number
}

/** Numbers of changes that a file has taken and not yet filled. */
export interface ReadingPendingTable {
  countyId: string
  afterSeq: number
  upToSeq: number
  isLive: boolean
}

/** A file of layers on its way into the readings; the layers lie in a table of their own. */
export interface ReadingStageTable {
  countyId: string
  importId: string
  note: string
  layers: number
  columnOrders: Json
  outcome: Json
  changedAt: number
}

export interface ImportJobTable {
  countyId: string
  id: string
  fileName: string
  fileSha256: string
  fileBytes: number
  kind: string
  state: string
  /** Null until a person has agreed on how the file is to be read. */
  plan: Json
  counts: Json
  doubts: Json
  failure: Json
  progress: Json
  actor: string
  createdAt: number
  changedAt: number
}

/** Rows of a file that were refused while it is read; `told` is JSON. */
export interface ImportRefusedTable {
  countyId: string
  importId: string
  line: number
  told: string
}

export interface ImportPlanTable {
  countyId: string
  kind: string
  headerKey: string
  plan: Json
  usedAt: number
}

/** Arrays: the six evaluated factors in the order of standards/statistics-table. */
export interface EvaluatedDayTable {
  countyId: string
  subjectId: string
  day: number
  dayValues: (number | null)[]
  usable: boolean[]
  inputs: number[]
}

export interface EvaluatedSubjectTable {
  countyId: string
  subjectId: string
  basis: string
}

export interface ExclusionTable {
  countyId: string
  id: string
  subjectType: 'station' | 'region'
  subjectId: string
  kind: string
  firstDay: number
  lastDay: number
  factors: string[]
  authority: string
  reference: string
  noteId: string
  state: 'proposed' | 'approved' | 'refused' | 'withdrawn'
  version: number
  proposedAt: number
  decidedAt: number | null
  withdrawnAt: number | null
}

export interface InboxSeenTable {
  countyId: string
  personId: string
  seq: number
}

export interface TargetTable {
  countyId: string
  id: string
  subjectType: 'region' | 'station'
  subjectId: string
  factor: string
  averaging: 'year' | 'month' | 'day'
  year: number
  month: number | null
  targetValue: number | null
  basis: string
  setBy: string | null
  setAt: number
  replaces: string | null
}

export interface BaseMapTable {
  countyId: string
  kind: 'none' | 'tianditu' | 'pmtiles'
  picture: 'vector' | 'imagery' | null
  keySealed: Buffer | null
  file: string | null
  credit: string
  version: number
}

export interface PeerTable {
  countyId: string
  id: string
  name: string
}

export interface PeerDayTable {
  countyId: string
  peerId: string
  day: number
  version: number
  aqi: number | null
  dayValues: (number | null)[]
  importId: string
  recordedAt: number
}

export interface PublishedStandingTable {
  countyId: string
  period: string
  peerId: string
  version: number
  figures: Json
  importId: string
  recordedAt: number
}

export interface FeedTable {
  countyId: string
  id: string
  name: string
  kind: 'http' | 'folder'
  brings: 'real-time' | 'reviewed'
  plan: Json
  tokenSealed: Buffer | null
  paused: boolean
  version: number
  createdAt: number
  watchedSince: number
  nextAt: number
  pullingUntil: number
  failures: number
  lastPullAt: number | null
  lastSuccessAt: number | null
  newestEnd: number | null
  fault: Json
  failingSince: number | null
  staleSince: number | null
  validators: Json
}

export interface FeedStationTable {
  countyId: string
  feedId: string
  code: string
  brings: 'real-time' | 'reviewed'
  stationId: string
  deviceId: string
  newestEnd: number | null
}

export interface FeedGapTable {
  countyId: string
  feedId: string
  hourEnd: number
  asked: number
  askedAt: number
}

export interface FeedPullTable {
  countyId: string
  id: string
  feedId: string
  cause: 'schedule' | 'retry' | 'person'
  state: 'taking' | 'taken' | 'unchanged' | 'failed'
  startedAt: number
  ms: number
  requests: number
  status: number | null
  bytes: number
  sha256: string | null
  fileName: string | null
  rowCount: number
  newHours: number
  revisedHours: number
  unchangedHours: number
  refused: number
  others: number
  firstEnd: number | null
  lastEnd: number | null
  fault: Json
  header: Json
}

export interface FeedRefusedTable {
  countyId: string
  pullId: string
  place: number
  line: number
  fault: string
  what: string | null
  cells: Json
}

export interface FeedFileTable {
  countyId: string
  feedId: string
  sha256: string
  name: string
  bytes: number
  takenAt: number
}

export interface RuleTable {
  countyId: string
  id: string
  name: string
  kind: string
  factor: string | null
  resolution: string
  stationId: string | null
  /** What the kind goes by beside its limit. */
  params: Json
  narrowing: Json
  threshold: number
  unit: string
  severity: 'notice' | 'attention' | 'urgent'
  groupWindowMs: number
  enabled: boolean
  approvedAt: number
  version: number
}

export interface RuleCursorTable {
  countyId: string
  seq: number
  /** The instant to which the rules were told that time has gone on, when that made them speak. */
  clockAt: number
  /** What the evaluator remembered after the change `stateSeq`; null: nothing yet. */
  state: Json | null
  stateSeq: number
  /** The ledger event up to which it knew then what became of feeds; null: it had never looked. */
  turnSeq: number | null
}

export interface AlertTable {
  countyId: string
  id: string
  number: string
  ruleId: string
  stationId: string
  deviceId: string
  /** Of a feed that is stale: which. */
  feedId: string | null
  factor: string
  severity: string
  state: 'open' | 'acknowledged' | 'silenced' | 'resolved'
  threshold: number
  unit: string
  firstValue: number
  lastValue: number
  peakValue: number
  exceedances: number
  firstPeriodEnd: number
  lastPeriodEnd: number
  raisedAt: number
  acknowledgedBy: string | null
  acknowledgedAt: number | null
  resolvedAt: number | null
  episode: string
  silenceId: string | null
  swallowed: number
  verdict: 'true' | 'weather' | 'instrument' | null
  verdictNoteId: string | null
  verifiedBy: string | null
  verifiedAt: number | null
  version: number
}

export interface AlertSilenceTable {
  countyId: string
  id: string
  ruleId: string | null
  stationId: string | null
  factor: string | null
  reasonId: string
  startsAt: number
  endsAt: number
  madeBy: string | null
  endedAt: number | null
  version: number
}

export interface AlertExceedanceTable {
  countyId: string
  ruleId: string
  deviceId: string
  factor: string
  resolution: string
  periodEnd: number
  alertId: string
  value: number
  level: number
  frameSeq: number
}

export interface NumberCounterTable {
  countyId: string
  series: string
  value: number
}

export interface TaskTable {
  countyId: string
  id: string
  number: string
  kind: 'verification'
  state: 'sent' | 'checked-in' | 'done'
  version: number
  alertId: string
  assigneeId: string
  senderId: string
  unitId: string | null
  regionId: string
  instructionId: string | null
  nonce: string
  sentAt: number
  checkedInAt: number | null
  checkInLonWgs84: number | null
  checkInLatWgs84: number | null
  checkInAccuracyM: number | null
  doneAt: number | null
  finding: 'problem' | 'nothing-found' | null
  caseId: string | null
}

export interface ProblemCaseTable {
  countyId: string
  id: string
  number: string
  state: 'reported' | 'registered' | 'assigned' | 'acknowledged' | 'rectifying' | 'submitted' | 'verified' | 'closed'
  version: number
  sourceClass: 'mobile' | 'dust' | 'industry' | 'living'
  titleId: string
  regionId: string
  lonWgs84: number | null
  latWgs84: number | null
  alertId: string | null
  taskId: string | null
  reportedAt: number
  changedAt: number
}

export interface CasePartTable {
  countyId: string
  id: string
  caseId: string
  part: 'reporter' | 'main' | 'assisting' | 'rectifier' | 'verifier'
  personId: string | null
  unitId: string | null
  state: 'named' | 'acknowledged' | 'working' | 'done'
  since: number
}

export interface CaseLinkTable {
  countyId: string
  caseId: string
  otherCaseId: string
  kind: 'merged-into' | 'reopened-from'
  linkedAt: number
}

export interface ApprovalTable {
  countyId: string
  id: string
  act: string
  subjectType: string
  subjectId: string
  subjectVersion: number
  proposerId: string
  proposerSession: string
  proposedAt: number
  approverId: string | null
  approverSession: string | null
  decidedAt: number | null
  decision: 'approved' | 'refused' | null
  reasonId: string | null
}

export interface ClockTable {
  countyId: string
  id: string
  subjectType: string
  subjectId: string
  kind: string
  startAt: number
  durationMs: number
  calendar: string
  stoppedAt: number | null
}

export interface ClockPauseTable {
  countyId: string
  clockId: string
  fromAt: number
  toAt: number | null
}

export interface LadderStepTable {
  countyId: string
  id: string
  clockKind: string
  atPercent: number
  action: 'remind' | 'urge' | 'supervise'
  audience: 'rectifier' | 'dispatcher' | 'leader'
}

export interface LadderFiredTable {
  countyId: string
  clockId: string
  stepId: string
  firedAt: number
}

export interface CountEventTable {
  countyId: string
  id: string
  at: number
  measure: string
  quantity: number
  unit: string
  regionId: string
  sourceClass: string | null
  subjectType: string
  subjectId: string
  ledgerSeq: number
}

export interface PhotoTable {
  countyId: string
  id: string
  subjectType: 'task' | 'case'
  subjectId: string
  part: 'before' | 'after'
  payloadId: string
  mediaType: string
  byteLength: number
  takenBy: string
  takenAt: number
  receivedAt: number
  lonWgs84: number | null
  latWgs84: number | null
  accuracyM: number | null
}

export interface ChannelTable {
  countyId: string
  id: string
  kind: 'wecom-robot'
  name: string
  urlSealed: Buffer
  enabled: boolean
  createdAt: number
}

export interface OutboxTable {
  countyId: string
  id: string
  channelId: string
  subjectType: string
  subjectId: string
  body: string
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  nextAt: number
  createdAt: number
  sentAt: number | null
  lastError: string | null
}

export interface IdentityKeyTable {
  countyId: string
  personId: string
  keySealed: Buffer
}

export interface ContactTable {
  countyId: string
  personId: string
  contactSealed: Buffer
  changedAt: number
}

export interface WeikeTables {
  installation: InstallationTable
  county: CountyTable
  region: RegionTable
  unit: UnitTable
  person: PersonTable
  account: AccountTable
  session: SessionTable
  accessToken: AccessTokenTable
  act: ActTable
  ledgerHead: LedgerHeadTable
  ledgerEvent: LedgerEventTable
  ledgerDay: LedgerDayTable
  payload: PayloadTable
  station: StationTable
  device: DeviceTable
  deviceBinding: DeviceBindingTable
  ingestHead: IngestHeadTable
  frame: FrameTable
  readingLayout: ReadingLayoutTable
  reading: ReadingTable
  readingCursor: ReadingCursorTable
  rollupDue: RollupDueTable
  frameBlock: FrameBlockTable
  deviceHour: DeviceHourTable
  deviceEvent: DeviceEventTable
  deviceCommand: DeviceCommandTable
  deviceCheck: DeviceCheckTable
  qualityFinding: QualityFindingTable
  correction: CorrectionTable
  importJob: ImportJobTable
  importRefused: ImportRefusedTable
  source: SourceTable
  regionOutline: RegionOutlineTable
  landFeature: LandFeatureTable
  countyCircles: CountyCirclesTable
  readingPending: ReadingPendingTable
  readingStage: ReadingStageTable
  importPlan: ImportPlanTable
  evaluatedDay: EvaluatedDayTable
  evaluatedSubject: EvaluatedSubjectTable
  exclusion: ExclusionTable
  target: TargetTable
  inboxSeen: InboxSeenTable
  baseMap: BaseMapTable
  peer: PeerTable
  peerDay: PeerDayTable
  publishedStanding: PublishedStandingTable
  feed: FeedTable
  feedStation: FeedStationTable
  feedGap: FeedGapTable
  feedPull: FeedPullTable
  feedRefused: FeedRefusedTable
  feedFile: FeedFileTable
  rule: RuleTable
  ruleCursor: RuleCursorTable
  alert: AlertTable
  alertExceedance: AlertExceedanceTable
  alertSilence: AlertSilenceTable
  numberCounter: NumberCounterTable
  task: TaskTable
  problemCase: ProblemCaseTable
  casePart: CasePartTable
  caseLink: CaseLinkTable
  approval: ApprovalTable
  clock: ClockTable
  clockPause: ClockPauseTable
  ladderStep: LadderStepTable
  ladderFired: LadderFiredTable
  countEvent: CountEventTable
  photo: PhotoTable
  channel: ChannelTable
  outbox: OutboxTable
}

/** Reachable by the role weike_personal alone. */
export interface PersonalTables {
  'personal.identityKey': IdentityKeyTable
  'personal.contact': ContactTable
}
