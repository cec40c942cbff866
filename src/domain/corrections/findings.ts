/** Periods in a row, by the ends of the first and the last. [epoch ms] */
export interface Run {
  firstEnd: number
  lastEnd: number
}

export interface FindingPlan<F extends Run> {
  /** Runs that nobody has found yet. */
  opened: Run[]
  /** Findings whose run has grown or shrunk. */
  changed: { finding: F; run: Run }[]
  /** Findings of which nothing is left. */
  closed: F[]
}

/**
 * What the findings of one device, factor and rule become once some periods were judged again; pure.
 * Open findings are exactly the runs of failing periods: of two that grow together the earlier goes on and the later ends, of
 * one that falls apart the first piece goes on and the others are new.
 * @param open those that touch or adjoin the judged periods
 * @param judged ends of the periods that were judged [epoch ms]
 * @param failing those of them that fail the rule
 * @param step length of a period [ms]
 */
export function planFindings<F extends Run>(
  open: readonly F[],
  judged: ReadonlySet<number>,
  failing: Iterable<number>,
  step: number,
): FindingPlan<F> {
  const standing = open.flatMap((finding) => periodsOf(finding, step)).filter((end) => !judged.has(end))
  const runs = runsOf([...standing, ...failing], step)
  const plan: FindingPlan<F> = { opened: [], changed: [], closed: [] }
  const left = open.toSorted((a, b) => a.firstEnd - b.firstEnd)
  for (const run of runs) {
    const place = left.findIndex((finding) => finding.firstEnd <= run.lastEnd && run.firstEnd <= finding.lastEnd)
    const [finding] = place < 0 ? [] : left.splice(place, 1)
    if (finding === undefined) plan.opened.push(run)
    else if (finding.firstEnd !== run.firstEnd || finding.lastEnd !== run.lastEnd) plan.changed.push({ finding, run })
  }
  plan.closed.push(...left)
  return plan
}

/** Ends of all periods of a run. [epoch ms] */
export function periodsOf({ firstEnd, lastEnd }: Run, step: number): number[] {
  return Array.from({ length: countOf({ firstEnd, lastEnd }, step) }, (_, place) => firstEnd + place * step)
}

export function countOf({ firstEnd, lastEnd }: Run, step: number): number {
  return Math.round((lastEnd - firstEnd) / step) + 1
}

function runsOf(ends: readonly number[], step: number): Run[] {
  const runs: Run[] = []
  for (const end of [...new Set(ends)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last.lastEnd + step === end) last.lastEnd = end
    else runs.push({ firstEnd: end, lastEnd: end })
  }
  return runs
}
