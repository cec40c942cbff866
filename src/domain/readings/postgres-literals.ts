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
