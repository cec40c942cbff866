/**
 * Arrays as PostgreSQL reads them, written by hand: the driver's own way of doing it looks at each element's type, which shows
 * at tens of thousands of rows a second.
 */

/** `{1,2,NULL}` */
export function numbersLiteral(numbers: readonly (number | null)[]): string {
  let text = '{'
  for (let place = 0; place < numbers.length; place += 1) text += `${place === 0 ? '' : ','}${numbers[place] ?? 'NULL'}`
  return `${text}}`
}

/** `{"a",NULL,"b"}` */
export function textsLiteral(texts: readonly (string | null)[]): string {
  let literal = '{'
  for (let place = 0; place < texts.length; place += 1) {
    const text = texts[place] ?? null
    literal += `${place === 0 ? '' : ','}${text === null ? 'NULL' : quoted(text)}`
  }
  return `${literal}}`
}

/** As `textsLiteral`, for words of our own that need no quotes: ids, resolutions, reasons. */
export function wordsLiteral(words: readonly (string | null)[]): string {
  return `{${words.map((word) => word ?? 'NULL').join(',')}}`
}

const PLAIN = /^[\w :+.,{}/-]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : `"${storableText(text).replace(/[\\"]/g, '\\$&')}"`
}

/**
 * Text as PostgreSQL can hold it: what it refuses (U+0000 and halves of surrogate pairs, from a broken device) becomes
 * U+FFFD. The bytes of the frame have it still.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** Array literal, or null when every value is the usual one, as nearly always. */
export function literalUnless(usual: string | null, texts: readonly (string | null)[] | null): string | null {
  return texts === null || texts.every((text) => text === usual) ? null : textsLiteral(texts)
}
