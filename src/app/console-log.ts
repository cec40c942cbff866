import type { ServerLog } from '../platform/http/server-log.ts'

/** Talk goes to stderr, a line each; stdout is for results. */
export function sayLine(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** The server's log as lines for an operator. */
export const consoleLog: ServerLog = {
  info: (message, fields) => write('info', message, fields),
  warn: (message, fields) => write('warn', message, fields),
  error: (message, fields) => write('error', message, fields),
}

function write(level: string, message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
  // The answers of every request would drown what matters.
  if (level === 'info' && process.env.WEIKE_LOG !== 'info') return
  const shown = fields === undefined ? '' : ` ${JSON.stringify(fields, describeErrors)}`
  sayLine(`${level} ${message}${shown}`)
}

function describeErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { message: value.message, stack: value.stack } : value
}
