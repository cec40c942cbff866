const rows = 'main :is(tbody tr, ul > li)'
const target = 'a[href], button:not([disabled])'

/**
 * Moves the focus to what the next row of the page's lists opens, or the one before; from outside the lists to the first.
 * Rows without anything to open are passed over.
 */
export function focusRow(by: 1 | -1): void {
  const targets = [...document.querySelectorAll(rows)].flatMap((row) => {
    const first = row.querySelector<HTMLElement>(target)
    return first?.checkVisibility() ? [{ row, first }] : []
  })
  const here = targets.findIndex(({ row }) => row.contains(document.activeElement))
  const next = here < 0 ? targets[by > 0 ? 0 : targets.length - 1] : targets[here + by]
  next?.first.focus()
  next?.row.scrollIntoView({ block: 'nearest' })
}
