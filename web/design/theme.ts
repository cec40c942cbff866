import { useSyncExternalStore } from 'react'

/** What a person may choose: as the machine has it, or one of the two for good. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const kept = 'weike_theme'
const listeners = new Set<() => void>()
const night = matchMedia('(prefers-color-scheme: dark)')

/** The choice that is kept in this browser. */
export function chosenTheme(): Theme {
  const text = localStorage.getItem(kept)
  return themes.find((theme) => theme === text) ?? 'system'
}

/** Which of the two is shown for a choice. */
export function shownTheme(theme: Theme, isNight: boolean): 'light' | 'dark' {
  if (theme !== 'system') return theme
  return isNight ? 'dark' : 'light'
}

/** Colours the page by the choice; the colours themselves are in tokens.css. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = shownTheme(chosenTheme(), night.matches)
  // In the frame that works out the colours anyway.
  requestAnimationFrame(() => {
    const meta = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]')
    if (meta) meta.content = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()
  })
  for (const listener of listeners) listener()
}

/** Keeps a choice, in this browser alone. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(kept, theme)
  applyTheme()
}

/** Follows the machine, and the other tabs of this browser; paper is light, whatever the screen is. */
export function followTheme(): void {
  addEventListener('beforeprint', () => {
    document.documentElement.dataset.theme = 'light'
  })
  addEventListener('afterprint', applyTheme)
  night.addEventListener('change', applyTheme)
  addEventListener('storage', ({ key }) => {
    if (key === kept) applyTheme()
  })
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    chosenTheme,
    chosenTheme,
  )
}
