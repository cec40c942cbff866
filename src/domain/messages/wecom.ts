import { z } from 'zod'

/**
 * 企业微信 group robot (developer.work.weixin.qq.com, path 91770): POST JSON, the answer is HTTP 200 with an errcode.
 * Codes as in reference workflow 3.1; the texts of 45009 and 93000 are second-hand there, so only the number is used.
 */
export const wecomCodes: Readonly<Record<number, 'sent' | 'again' | 'never'>> = {
  0: 'sent',
  [-1]: 'again', // system busy
  45009: 'again', // frequency limit, 20 messages a minute
  40008: 'never', // invalid message type
  40058: 'never', // content too long
  93000: 'never', // invalid webhook address
}

/** `markdown.content` may hold so many bytes of UTF-8. */
export const MAX_MARKDOWN_BYTES = 4096

/** At most so many messages a minute and robot. */
export const ROBOT_LIMIT = { messages: 20, perMs: 60_000 } as const

const answerSchema = z.object({ errcode: z.number(), errmsg: z.string().optional() })

export type Delivery = { outcome: 'sent' } | { outcome: 'again' | 'never'; error: string }

/** Sends one markdown message. Never throws: what goes wrong is said in the outcome, without the secret address. */
export async function sendToRobot(url: string, markdown: string, timeoutMs: number): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content: cutToBytes(markdown, MAX_MARKDOWN_BYTES) } }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    })
    if (!response.ok) return { outcome: 'again', error: `HTTP ${response.status}` }
    const answer = answerSchema.safeParse(await response.json())
    if (!answer.success) return { outcome: 'again', error: 'answer without errcode' }
    const { errcode, errmsg } = answer.data
    const outcome = wecomCodes[errcode] ?? 'again'
    return outcome === 'sent' ? { outcome } : { outcome, error: `errcode ${errcode} ${errmsg ?? ''}`.trim() }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    // A time-out has a number for a code, which tells nobody anything; its name does.
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
    const name = cause instanceof Error ? cause.name : 'unknown'
    return { outcome: 'again', error: code ?? name }
  }
}

/** Cuts text to so many bytes of UTF-8 without breaking a character. */
export function cutToBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text, 'utf8')
  if (encoded.length <= bytes) return text
  let end = bytes - 3
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return `${encoded.subarray(0, end).toString('utf8')}…`
}
