import type { ReactNode } from 'react'

/** A table that may be wider than its place: it scrolls sideways, by keyboard too. */
export function WideTable({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section className="table-wrap" aria-label={name} tabIndex={0}>
      {children}
    </section>
  )
}
