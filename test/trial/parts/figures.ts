import { cpus, loadavg } from 'node:os'

/** How often a trial does its deed: its own number, or fewer when WEIKE_TRIAL_COUNT says so. */
export function times(full: number): number {
  const wanted = Number(process.env.WEIKE_TRIAL_COUNT ?? full)
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(full, wanted) : full
}

/** Seed of a trial's randomness: another each time, printed, and repeated by WEIKE_TRIAL_SEED. */
export function seedOfRun(): number {
  return Number(process.env.WEIKE_TRIAL_SEED ?? Date.now() % 1_000_000)
}

/** A small seeded generator (mulberry32). @returns a function that gives whole numbers from `least` to `most` */
export function randomFrom(seed: number): (least: number, most: number) => number {
  let state = seed >>> 0
  return (least, most) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    return least + Math.floor(unit * (most - least + 1))
  }
}

/** The nearest-rank quantile. @param share 0.5 = median */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/**
 * Prints a block of figures; the output of `npm run trial` is a report made of such blocks. What else the machine did
 * meanwhile belongs to a figure of time.
 */
export function report(title: string, figures: readonly (readonly [what: string, figure: string])[]): void {
  const load = loadavg().map((one) => one.toFixed(1))
  const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, load ${load.join(' ')}`
  const lines = [...figures, ['machine', machine] as const]
  const width = Math.max(...lines.map(([what]) => what.length)) + 2
  const block = [title, ...lines.map(([what, figure]) => `  ${what.padEnd(width)}${figure}`)]
  process.stdout.write(`\n${block.join('\n')}\n\n`)
}

/** Least, median and largest of some times. [ms] */
export function spread(values: readonly number[]): string {
  return `min ${ms(Math.min(...values))}, median ${ms(quantile(values, 0.5))}, max ${ms(Math.max(...values))}`
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
}
