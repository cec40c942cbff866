import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'

export interface Shot {
  /** A file beside the sheet. */
  file: string
  /** What stands below it. */
  words: string
}

/** As wide as the pictures beside each other are shown. [px] */
const SHEET_WIDTH = 2400

/** Lays pictures out on one: an HTML page of them beside `name`.png, as Chromium draws it. */
export async function contactSheet(browser: Browser, folder: string, name: string, shots: readonly Shot[]) {
  const figures = shots.map(
    ({ file, words }) => `<figure><img src="${basename(file)}" alt=""><figcaption>${words}</figcaption></figure>`,
  )
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title>
<style>
  body { margin: 16px; background: #888; color: #fff; font: 18px sans-serif; display: flex; flex-wrap: wrap; gap: 16px }
  h1 { flex-basis: 100%; margin: 0; font-size: 24px }
  figure { margin: 0 } img { display: block; height: 420px } figcaption { padding-top: 4px }
</style><h1>${name}</h1>${figures.join('')}`
  const page = join(folder, `${name}.html`)
  await writeFile(page, html)
  const context = await browser.newContext({ viewport: { width: SHEET_WIDTH, height: 900 } })
  try {
    const sheet = await context.newPage()
    await sheet.goto(pathToFileURL(page).href)
    await sheet.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  } finally {
    await context.close()
  }
}
