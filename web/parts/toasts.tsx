import { useSyncExternalStore } from 'react'
import { useText } from '../text/language.ts'

interface Toast {
  id: number
  text: string
}

const SHOWN_MS = 6_000
let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says in passing what was done. What went wrong is said where it went wrong instead, and stays. */
export function toast(text: string): void {
  count += 1
  const id = count
  set([...toasts.slice(-2), { id, text }])
  setTimeout(() => set(toasts.filter((one) => one.id !== id)), SHOWN_MS)
}

export function Toasts() {
  const { t } = useText()
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
    () => toasts,
  )
  return (
    <section className="toasts no-print" aria-label={t('web.toasts')} aria-live="polite">
      {shown.map((one) => (
        <p key={one.id} className="toast arrive">
          {one.text}
        </p>
      ))}
    </section>
  )
}
