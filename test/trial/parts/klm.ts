/**
 * The keystroke-level model: how long a practised person takes over a way through a program, by counting what the hands and the
 * head do. An estimate, not a measurement of people; without errors, hesitation and reading.
 *
 * Card, Moran and Newell (1983), The Psychology of Human-Computer Interaction, ch. 8, fig. 8.1: K, P, H, M. They have no operator
 * for a mouse button of its own; B is from Kieras (2001), Using the Keystroke-Level Model to Estimate Execution Times. [s]
 */
// biome-ignore format: a table to proof-read
export const operators = {
  /** A key, from an average skilled typist to an average typist who is no secretary. */
  K: { least: 0.2, most: 0.28 },
  /** Pointing at a target with the mouse; a thumb is taken for as slow. */
  P: { least: 1.1, most: 1.1 },
  /** Pressing or letting go of a button; a click is two. */
  B: { least: 0.1, most: 0.1 },
  /** A hand from mouse to keyboard, or back. */
  H: { least: 0.4, most: 0.4 },
  /** Getting ready in the head. */
  M: { least: 1.35, most: 1.35 },
} as const
type Operator = keyof typeof operators

/** Reading what is new on a page: our own figure and no part of the model. [s] */
const READ_S = 2
/** Keys for a Chinese character typed by its sound: the syllable and the choice; ours, too. */
const KEYS_OF_HAN = 3

/** What one way through the program took. */
export interface Tally {
  clicks: number
  /** Each text that was typed. */
  typed: readonly string[]
  pages: number
  machineS: number
}

function keysOf(text: string): number {
  return [...text].reduce((keys, char) => keys + (/\p{Script=Han}/u.test(char) ? KEYS_OF_HAN : 1), 0)
}

/** How often each operator occurs: before each click and each field a decision, a field is pointed at, clicked and typed into. */
export function operatorsOf({ clicks, typed }: Pick<Tally, 'clicks' | 'typed'>): Record<Operator, number> {
  const aimed = clicks + typed.length
  const keys = typed.reduce((sum, text) => sum + keysOf(text), 0)
  return { K: keys, P: aimed, B: 2 * aimed, H: 2 * typed.length, M: aimed }
}

/** Seconds of hands and head by the model, and with reading and the machine's own time beside. [s] */
export function estimateOf(tally: Tally): { klm: [least: number, most: number]; withReading: [number, number] } {
  const counts = Object.entries(operatorsOf(tally)).flatMap(([name, count]) => {
    const operator = Object.entries(operators).find(([each]) => each === name)?.[1]
    return operator === undefined ? [] : [{ operator, count }]
  })
  const sum = (end: 'least' | 'most') =>
    counts.reduce((seconds, { operator, count }) => seconds + count * operator[end], 0)
  const [least, most] = [sum('least'), sum('most')]
  const more = tally.pages * READ_S + tally.machineS
  return { klm: [rounded(least), rounded(most)], withReading: [rounded(least + more), rounded(most + more)] }
}

/** The rough rule beside it: 1.2 s a click, 3 s a field, 2 s a page. [s] */
export function roughly({ clicks, typed, pages }: Pick<Tally, 'clicks' | 'typed' | 'pages'>): number {
  return rounded(clicks * 1.2 + typed.length * 3 + pages * READ_S)
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
