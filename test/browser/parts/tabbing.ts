import type { Page } from 'playwright-core'

/** Presses Tab until what has this name has the focus. @throws Error when it is not reached in a hundred */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await focusedName(page)
    if (focused === name) return
    passed.push(focused)
  }
  throw new Error(`'${name}' is not reached by Tab; passed: ${passed.join(' | ')}`)
}

/** The name of what has the focus: its own text, or that of its label. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    const isField = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement
    const label = isField ? focused.labels?.[0]?.querySelector('span')?.textContent : focused?.textContent
    return (label ?? '').trim()
  })
}

/** Whether one sees where the focus is. */
export function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
}
