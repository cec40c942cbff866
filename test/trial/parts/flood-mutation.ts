/** Whole numbers from `least` to `most`. */
export type Random = (least: number, most: number) => number

/** Bytes that mean something to a framer or a parser, and some that mean nothing to anybody. */
const strange = ['#', '##', '##0101', '##99', '&', '&&', '\r', '\n', '\r\n', '**', ';', ',', '=', '-', '"//', '//"']
  .concat(['CP=', 'CP=&&', 'Flag=9;', 'QN=', 'PNUM=0;PNO=9', 'DataTime=', '\0', '\xff', 'é', '停'])
  .map((text) => Buffer.from(text, text === '\xff' ? 'latin1' : 'utf8'))

export function pick<T>(from: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const picked = from[random(0, from.length - 1)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}

/** A frame after one to six changes: bytes turned, cut out, doubled, put in, taken from another frame, cut off. */
export function mutated(frame: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let bytes = Buffer.from(frame)
  for (let change = random(1, 6); change > 0 && bytes.length > 1; change--) {
    const at = random(0, bytes.length - 1)
    const to = Math.min(bytes.length, at + random(1, 24))
    const before = bytes.subarray(0, at)
    switch (random(0, 7)) {
      case 0:
        bytes[at] = random(0, 255)
        break
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(0, 7))
        break
      case 2:
        bytes = Buffer.concat([before, bytes.subarray(to)])
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
        break
      case 4:
        bytes = Buffer.concat([before, pick(strange, random), bytes.subarray(random(0, 1) === 0 ? at : to)])
        break
      case 5: {
        const other = pick(others, random)
        const from = random(0, other.length - 1)
        bytes = Buffer.concat([before, other.subarray(from, from + random(1, 60)), bytes.subarray(at)])
        break
      }
      case 6: {
        const digits = String(random(0, 1200)).padStart(random(1, 4), '0')
        bytes = Buffer.concat([Buffer.from(`##${digits}`), bytes.subarray(6)])
        break
      }
      default:
        bytes = Buffer.from(before)
    }
  }
  return bytes
}
