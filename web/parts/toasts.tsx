import { useSyncExternalStore } from 'react'
import { useText } from '../text/language.ts'

/** Takes back the newest act, wherever the focus is. */
export const UNDO_KEY = 'u'

/** Takes back what was done; what it throws is said in its place. */
export type Undo = () => Promise<unknown>

interface Toast {
  id: number
  text: string
  undo: Undo | null
  state: 'told' | 'undoing' | 'undone' | 'failed'
}

const SHOWN_MS = 6_000
/** Long enough to read it, to think again and to get there by key (WCAG 2.2.1 lets more time be had: it stays while one is at it). */
const UNDO_SHOWN_MS = 15_000

let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()
const clocks = new Map<number, ReturnType<typeof setTimeout>>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function change(id: number, more: Partial<Toast>): void {
  set(toasts.map((one) => (one.id === id ? { ...one, ...more } : one)))
}

function leave(id: number): void {
  stay(id)
  set(toasts.filter((one) => one.id !== id))
}

/** It stays while somebody points at it or has come to it by key. */
function stay(id: number): void {
  clearTimeout(clocks.get(id))
  clocks.delete(id)
}

function leaveLater({ id, undo }: Pick<Toast, 'id' | 'undo'>): void {
  stay(id)
  clocks.set(
    id,
    setTimeout(() => leave(id), undo === null ? SHOWN_MS : UNDO_SHOWN_MS),
  )
}

/**
 * Says in passing what was done. What went wrong is said where it went wrong instead, and stays.
 * @param undo offered for an act that is safely taken back
 */
export function toast(text: string, { undo = null }: { undo?: Undo | null } = {}): void {
  count += 1
  const one: Toast = { id: count, text, undo, state: 'told' }
  set([...toasts.slice(-2), one])
  leaveLater(one)
}

/** Takes back the newest act that can be; nothing where none can. */
export function undoNewest(): void {
  const newest = toasts.findLast(({ undo, state }) => undo !== null && state === 'told')
  if (newest !== undefined) takeBack(newest)
}

async function takeBack({ id, undo }: Toast): Promise<void> {
  if (undo === null) return
  stay(id)
  change(id, { state: 'undoing' })
  try {
    await undo()
    change(id, { state: 'undone' })
    leaveLater({ id, undo: null })
  } catch {
    change(id, { state: 'failed' })
    leaveLater({ id, undo })
  }
}

/** What was done, said where everybody sees and hears it, with the way back where there is one. */
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
  const textOf = ({ text, state }: Toast) => {
    if (state === 'undone') return t('web.toasts.undone', { text })
    return state === 'failed' ? t('web.toasts.not-undone', { text }) : text
  }
  return (
    <section className="toasts no-print" aria-label={t('web.toasts')} aria-live="polite">
      {shown.map((one) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it does nothing but keep it
        <div
          key={one.id}
          className="toast arrive"
          onPointerEnter={() => stay(one.id)}
          onPointerLeave={() => leaveLater(one)}
          onFocus={() => stay(one.id)}
          onBlur={() => leaveLater(one)}
        >
          <span>{textOf(one)}</span>
          {one.undo !== null && (one.state === 'told' || one.state === 'undoing') && (
            <button
              type="button"
              className="toast-undo"
              aria-keyshortcuts={UNDO_KEY}
              disabled={one.state === 'undoing'}
              onClick={() => takeBack(one)}
            >
              {t('web.toasts.undo')}{' '}
              <span className="toast-key" aria-hidden="true">
                {UNDO_KEY}
              </span>
            </button>
          )}
        </div>
      ))}
    </section>
  )
}
