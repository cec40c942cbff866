/**
 * The expected refusals of Weike: thrown once where they are found, mapped once at the edge
 * (HTTP: RFC 9457 problem; command line: exit 1 with the same words). A bug is any other error.
 */
export const problemStatus = {
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'sign-in-locked': 429,
  'csrf-missing': 403,
  'cross-origin': 403,
  'not-allowed': 403,
  'not-found': 404,
  'invalid-input': 400,
  'too-large': 413,
  'unsupported-media': 415,
  'version-conflict': 409,
  'wrong-state': 409,
  'act-id-reused': 409,
  'already-exists': 409,
  'second-person-needed': 409,
  'photo-needed': 422,
  'reason-needed': 422,
  'acted-in-future': 422,
  'photo-not-image': 422,
  'nonce-wrong': 422,
  'not-your-part': 403,
  'target-unknown': 422,
  busy: 503,
  'internal-error': 500,
  'database-unavailable': 503,
  'database-role': 500,
  'database-newer': 500,
  'database-version': 500,
  'database-mark': 500,
  'data-directory': 500,
  'leader-exists': 500,
  'port-taken': 500,
  'settings-wrong': 500,
  'password-weak': 422,
  'file-unreadable': 422,
  'import-unfit': 422,
  'import-stopped': 409,
  'rule-unfit': 422,
  'silence-unfit': 422,
  'preview-replaced': 409,
  'day-to-come': 422,
  'feed-unfit': 422,
  'people-unfit': 422,
  'region-unfit': 422,
  'circles-unfit': 422,
} as const

export type ProblemCode = keyof typeof problemStatus

/** Values for the words of a problem, named in the catalogue as {{name}}. */
export type ProblemParams = Readonly<Record<string, string | number>>

export class Problem extends Error {
  readonly code: ProblemCode
  readonly params: ProblemParams

  constructor(code: ProblemCode, more: { params?: ProblemParams; cause?: unknown } = {}) {
    super(`${code} ${JSON.stringify(more.params ?? {})}`, { cause: more.cause })
    this.name = 'Problem'
    this.code = code
    this.params = more.params ?? {}
  }

  get status(): number {
    return problemStatus[this.code]
  }
}
