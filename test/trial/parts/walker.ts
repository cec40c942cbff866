import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { Tally } from './klm.ts'

export interface ChosenFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Somebody who finds a way by pressing what stands on the screen, and counts it. */
export interface Walker {
  /** On a phone it is a tap. */
  click(what: Locator): Promise<void>
  /** Opens a list and takes one of it: two clicks. */
  pick(list: Locator, option: string): Promise<void>
  type(field: Locator, text: string): Promise<void>
  /** A button that asks for a file; the window of the system is not counted. */
  file(button: Locator, file: ChosenFile): Promise<void>
  /** The shutter of the field, which opens the camera of the phone; its own shutter is not counted. */
  shoot(input: Locator, file: ChosenFile): Promise<void>
  /** What was to be seen at the end of a step. */
  sees(what: Locator): Promise<void>
  /** The same way goes on with another person at another screen. */
  handOver(to: Page): void
  tally(): Tally
}

/** @param way its name, for the pictures that WEIKE_PICTURES asks for */
export function walker(way: string, first: Page): Walker {
  let page = first
  let clicks = 0
  const typed: string[] = []
  const seen: string[] = []
  const started = performance.now()
  /** A page is an address or a dialog upon it. */
  const look = async () => {
    const dialogs = await page.getByRole('dialog').allInnerTexts()
    const here = `${new URL(page.url()).pathname}${new URL(page.url()).searchParams.get('step') ?? ''} ${dialogs.length}`
    if (seen.at(-1) !== here) seen.push(here)
    const folder = process.env.WEIKE_PICTURES
    if (!folder) return
    await mkdir(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${way}-${clicks + typed.length}.png`) })
  }
  const press = async (what: Locator) => {
    await what.waitFor()
    await look()
    clicks += 1
    await what.click()
  }
  return {
    click: press,
    async pick(list, option) {
      await press(list)
      clicks += 1
      await list.selectOption({ label: option })
    },
    async type(field, text) {
      await field.waitFor()
      await look()
      typed.push(text)
      await field.fill(text)
    },
    async file(button, file) {
      const chooser = page.waitForEvent('filechooser')
      await press(button)
      await (await chooser).setFiles(file)
    },
    async shoot(input, file) {
      await input.waitFor({ state: 'attached' })
      await look()
      clicks += 1
      await input.setInputFiles(file)
    },
    async sees(what) {
      await what.waitFor()
      await look()
    },
    handOver(to) {
      page = to
    },
    tally: () => ({
      clicks,
      typed,
      pages: seen.length,
      machineS: Math.round((performance.now() - started) / 100) / 10,
    }),
  }
}
