import { beforeAll, expect, it, vi } from 'vitest'

/** The module looks at the browser once, when it is loaded. */
let shownTheme: typeof import('./theme.ts').shownTheme
beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  shownTheme = (await import('./theme.ts')).shownTheme
  vi.unstubAllGlobals()
})

it('follows the machine only where nobody chose', () => {
  expect(shownTheme('system', true)).toBe('dark')
  expect(shownTheme('system', false)).toBe('light')
  expect(shownTheme('light', true)).toBe('light')
  expect(shownTheme('dark', false)).toBe('dark')
})
