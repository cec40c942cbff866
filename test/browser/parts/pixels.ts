import type { Page } from 'playwright-core'

/** Red, green, blue. */
export type Colour = readonly number[]

/** Colours of the pixels in a box of the page, row by row. */
export async function pixels(page: Page, from: { x: number; y: number }, size: { width: number; height: number }) {
  const png = (await page.screenshot({ clip: { ...from, ...size } })).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] }
    return Array.from({ length: data.length / 4 }, (_, at): Colour => [...data.slice(4 * at, 4 * at + 3)])
  }, png)
}
