/** One event of a `text/event-stream`. */
export interface ServerEvent {
  event: string
  data: string
  /** null when the event carries none and so moves no resume point */
  id: string | null
}

/** Puts a `text/event-stream` (WHATWG HTML 9.2.6) together from pieces cut anywhere. Comments are heartbeats and give nothing. */
export interface EventReader {
  /** @returns the events that this piece completes */
  push(piece: string): ServerEvent[]
}

export function eventReader(): EventReader {
  let rest = ''
  let event = ''
  let id: string | null = null
  let data: string[] = []

  function line(text: string, complete: ServerEvent[]): void {
    if (text === '') {
      if (data.length > 0) complete.push({ event: event || 'message', data: data.join('\n'), id })
      event = ''
      id = null
      data = []
      return
    }
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id') id = value
  }

  return {
    push(piece) {
      const complete: ServerEvent[] = []
      rest += piece
      for (;;) {
        const end = /\r\n|\n|\r(?!$)/.exec(rest)
        if (!end) return complete
        line(rest.slice(0, end.index), complete)
        rest = rest.slice(end.index + end[0].length)
      }
    },
  }
}
