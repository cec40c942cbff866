import type { ServerResponse } from 'node:http'

/** The requests that are being answered, so that streams end at once when the server closes. */
export interface OpenRequests {
  /** A signal that fires when the client goes before the answer is complete, or when the server closes. */
  signalOf(response: ServerResponse): AbortSignal
  endAll(): void
}

export function createOpenRequests(): OpenRequests {
  const open = new Set<AbortController>()
  let closed = false
  return {
    signalOf(response) {
      const controller = new AbortController()
      if (closed) controller.abort()
      open.add(controller)
      response.once('close', () => {
        open.delete(controller)
        if (!response.writableFinished) controller.abort()
      })
      return controller.signal
    },
    endAll() {
      closed = true
      for (const controller of open) controller.abort()
    },
  }
}
