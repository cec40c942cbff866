import { classOfKind, type SourceClass, type SourceKind } from '../sources/model.ts'

const letters: Readonly<Record<SourceClass, string>> = { mobile: 'M', dust: 'D', industry: 'I', living: 'L' }

/**
 * Codes for sources whose file gives none: the letter of the class and the number behind the highest that is taken (`I09`).
 * @param taken codes that the county has already
 */
export function sourceCodes(taken: Iterable<string>): (kind: SourceKind) => string {
  const highest = new Map<string, number>()
  for (const code of taken) {
    const [whole, letter = '', number] = /^([A-Z])(\d{1,6})$/.exec(code) ?? []
    if (whole !== undefined) highest.set(letter, Math.max(highest.get(letter) ?? 0, Number(number)))
  }
  return (kind) => {
    const letter = letters[classOfKind(kind)]
    const next = (highest.get(letter) ?? 0) + 1
    highest.set(letter, next)
    return `${letter}${String(next).padStart(2, '0')}`
  }
}
