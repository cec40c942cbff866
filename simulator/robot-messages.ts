/**
 * What a 企业微信 group robot says to a message (developer.work.weixin.qq.com, paths 91770 and 99398): always HTTP 200 with
 * an errcode. 44004 and 47001 are from the general list of codes of the same platform.
 */
export const verdicts = {
  ok: { errcode: 0, errmsg: 'ok' },
  busy: { errcode: -1, errmsg: 'system busy' },
  invalidType: { errcode: 40008, errmsg: 'invalid message type' },
  tooLong: { errcode: 40058, errmsg: 'content exceed max length' },
  empty: { errcode: 44004, errmsg: 'empty content' },
  tooOften: { errcode: 45009, errmsg: 'api freq out of limit' },
  notJson: { errcode: 47001, errmsg: 'data format error' },
  invalidKey: { errcode: 93000, errmsg: 'invalid webhook url' },
} as const

export type Verdict = (typeof verdicts)[keyof typeof verdicts]

/** Kinds of message with the most bytes (UTF-8) of their text; null: no text of its own. */
const kinds = new Map<string, number | null>([
  ['text', 2048],
  ['markdown', 4096],
  ['markdown_v2', 4096],
  ['image', null],
  ['news', null],
  ['file', null],
  ['template_card', null],
])

/** A message that the robot took: its kind, its text where it has one, and the whole as it came. */
export interface RobotMessage {
  msgtype: string
  content: string | null
  body: unknown
}

/** Judges the body of a POST: the message, or why not. */
export function judgeMessage(bytes: Buffer): { verdict: Verdict; message: RobotMessage | null } {
  const refused = (verdict: Verdict) => ({ verdict, message: null })
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    return refused(verdicts.notJson)
  }
  const msgtype = property(body, 'msgtype')
  const limit = typeof msgtype === 'string' ? kinds.get(msgtype) : undefined
  if (typeof msgtype !== 'string' || limit === undefined) return refused(verdicts.invalidType)
  const part = property(body, msgtype)
  if (limit === null) {
    if (typeof part !== 'object' || part === null) return refused(verdicts.empty)
    return { verdict: verdicts.ok, message: { msgtype, content: null, body } }
  }
  const content = property(part, 'content')
  if (typeof content !== 'string' || content === '') return refused(verdicts.empty)
  if (Buffer.byteLength(content) > limit) return refused(verdicts.tooLong)
  return { verdict: verdicts.ok, message: { msgtype, content, body } }
}

/** A property of what may be no object at all. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
