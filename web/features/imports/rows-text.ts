/** So many rows, in figures that can be read at a glance: `1,000,000`. */
export function rowsText(rows: number): string {
  return rows.toLocaleString('en')
}
