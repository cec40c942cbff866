export const csvMedia = 'text/csv; charset=utf-8'

/** Excel in China takes a CSV without it for GBK. */
export const BYTE_ORDER_MARK = '\u{feff}'
export const LINE_END = '\r\n'

/** A cell of a CSV (RFC 4180): numbers are plain, what is not there is empty. */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // Names and codes come from outside: none of them may become a formula in somebody's spreadsheet.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A whole CSV (UTF-8 with a byte order mark; lines end in CR LF), its header first. */
export function csvBytes(rows: readonly (readonly (string | number | null)[])[]): Buffer {
  return Buffer.from(BYTE_ORDER_MARK + rows.map((row) => row.map(csvCell).join(',') + LINE_END).join(''))
}
