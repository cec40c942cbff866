import type { Browser } from 'playwright-core'

export interface PhotoFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Draws a yard under a sky and takes a picture of it, a real one of 1200 × 900: `covered` or not, with a text of its own. */
export async function photograph(
  browser: Browser,
  words: string,
  { covered, mimeType }: { covered: boolean; mimeType: 'image/jpeg' | 'image/png' },
): Promise<PhotoFile> {
  const page = await browser.newPage()
  try {
    const url = await page.evaluate(
      (wish) => {
        const canvas = document.createElement('canvas')
        canvas.width = 1200
        canvas.height = 900
        const pen = canvas.getContext('2d')
        if (pen === null) throw new Error('no canvas')
        const area = (colour: string, points: readonly (readonly [number, number])[]) => {
          pen.fillStyle = colour
          pen.beginPath()
          for (const [x, y] of points) pen.lineTo(x, y)
          pen.fill()
        }
        area('#b9c6cf', [[0, 0], [1200, 0], [1200, 500], [0, 500]]) // biome-ignore format: points
        area('#8d8473', [[0, 500], [1200, 500], [1200, 900], [0, 900]]) // biome-ignore format: points
        area(wish.covered ? '#3f6b4f' : '#a38a5c', [[150, 650], [520, 260], [800, 330], [1080, 650]]) // biome-ignore format: points
        pen.fillStyle = '#1d2730'
        pen.font = '36px sans-serif'
        pen.fillText(wish.words, 40, 860)
        return canvas.toDataURL(wish.mimeType, 0.8)
      },
      { words, covered, mimeType },
    )
    const buffer = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
    return { name: mimeType === 'image/png' ? 'photo.png' : 'photo.jpg', mimeType, buffer }
  } finally {
    await page.close()
  }
}
