/** A pattern for `ilike` that fits whatever contains the text; the signs that mean something in a pattern mean themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}
