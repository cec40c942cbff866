import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { openStage, type Stage, settled } from './parts/stage.ts'

/** What a county's line of 9 Mbit/s brings in well under a second; issue of the screens, C.3. [bytes, as they travel] */
const BUDGET = 300_000

const built = join(import.meta.dirname, '..', '..', 'dist', 'web')
const read = (name: string) => readFile(join(built, name), 'utf8')
const wordsSchema = z.object({ first: z.array(z.string()).length(1), rest: z.array(z.string()).length(1) })

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

it('the cockpit stands on less than 300 kB, pages and data together', async () => {
  const { page, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const travelled: Promise<number>[] = []
  const asked: string[] = []
  page.on('requestfinished', (request) => {
    asked.push(request.url().replace(/^https?:\/\/[^/]+/, ''))
    travelled.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto('/')
  await page.locator('.strip-chart .aqi-lane, .strip-empty').first().waitFor({ state: 'attached' })
  const untilItStood = [...asked]
  await settled(page)
  const sizes = await Promise.all(travelled)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`cockpit: ${(bytes / 1000).toFixed(1)} kB in ${sizes.length} answers`)
  expect(sizes.length).toBeGreaterThan(10)
  expect(bytes).toBeLessThan(BUDGET)
  // What the server told the browser to fetch ahead is what the page then uses: all that the cockpit begins with is in one answer.
  const { words } = z.object({ words: z.object({ zh: wordsSchema }) }).parse(JSON.parse(await read('.ahead.json')))
  const [first = '', rest = ''] = [...words.zh.first, ...words.zh.rest].map((name) => `/${name}`)
  const once = [/^\/api\/session$/, /^\/api\/answers\?/, /^\/assets\/cockpit-.*js$/]
  const timesAsked = (path: RegExp) => untilItStood.filter((url) => path.test(url)).length
  expect(once.map(timesAsked)).toEqual([1, 1, 1])
  // What the cockpit says, once; what other rooms say when it stands.
  expect(asked.filter((url) => url === first || url === rest).sort()).toEqual([first, rest].sort())
  const alone = untilItStood.filter((url) => url.startsWith('/api/') && !once.some((path) => path.test(url)))
  expect(alone.filter((url) => !/^\/api\/(base-map|inbox|events)/.test(url))).toEqual([])
  // What is asked again a little later is nobody's first load, and has no size once the page is closed.
  page.removeAllListeners('requestfinished')
  await Promise.allSettled(travelled)
  await context.close()
})

it('nothing of the style page is built for people', async () => {
  const names = (await readdir(join(built, 'assets'))).filter((name) => /\.(js|css)$/.test(name))
  const texts = await Promise.all(names.map((name) => read(`assets/${name}`)))
  expect(texts.some((text) => text.includes('cockpit-station'))).toBe(true)
  expect(names.filter((_, at) => texts[at]?.includes('styles-beside'))).toEqual([])
})
