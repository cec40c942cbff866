/** A refusal of the server (RFC 9457) in the reader's language, or `unreachable` when no answer came at all. */
export class ApiProblem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string

  constructor(problem: { code: string; status: number; title: string; detail: string }) {
    super(`${problem.code}: ${problem.title}`)
    this.name = 'ApiProblem'
    this.code = problem.code
    this.status = problem.status
    this.title = problem.title
    this.detail = problem.detail
  }
}

/** Reads a problem from an answer that was not a success; what is no problem document keeps its status. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const text = (name: string) => {
    if (typeof body !== 'object' || body === null) return undefined
    const value: unknown = Reflect.get(body, name)
    return typeof value === 'string' ? value : undefined
  }
  return new ApiProblem({
    code: text('code') ?? `http-${status}`,
    status,
    title: text('title') ?? `HTTP ${status}`,
    detail: text('detail') ?? '',
  })
}
