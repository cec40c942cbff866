import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { linksOf, readAhead } from './ahead.ts'

const ahead = {
  styles: ['assets/all-1.css'],
  entries: ['assets/shell-1.js'],
  asks: ['api/session'],
  words: {
    zh: { first: ['assets/zh-1.js'], rest: ['assets/zh-2.js'] },
    en: { first: ['assets/en-1.js'], rest: ['assets/en-2.js'] },
  },
  cockpit: {
    modules: ['assets/cockpit-1.js'],
    styles: ['assets/cockpit-1.css'],
    asks: ['api/answers?to=all'],
    asksOfChosen: ['api/answers?to=some'],
  },
}

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weike ahead '))
})
afterAll(async () => {
  await rm(directory, { recursive: true })
})

it('a page comes with what it needs first: styles, scripts, what must be looked up, words of its language', () => {
  const page = (path: string) => new URL(path, 'http://page')
  const linked = (...told: Parameters<typeof linksOf>) => linksOf(...told).split(', ')
  expect(linked(ahead, page('/sign-in'), 'en', false)).toEqual([
    '</assets/all-1.css>; rel=preload; as=style; crossorigin',
    '</assets/shell-1.js>; rel=modulepreload',
    '</assets/en-1.js>; rel=modulepreload',
    '</assets/en-2.js>; rel=modulepreload',
  ])
  expect(linked(ahead, page('/alerts'), 'zh', true)).toEqual([
    '</assets/all-1.css>; rel=preload; as=style; crossorigin',
    '</assets/shell-1.js>; rel=modulepreload',
    '</api/session>; rel=preload; as=fetch; crossorigin',
    '</assets/zh-1.js>; rel=modulepreload',
    '</assets/zh-2.js>; rel=modulepreload',
  ])
  const cockpit = (asks: string) => [
    '</assets/all-1.css>; rel=preload; as=style; crossorigin',
    '</assets/shell-1.js>; rel=modulepreload',
    '</assets/cockpit-1.js>; rel=modulepreload',
    '</api/session>; rel=preload; as=fetch; crossorigin',
    `</${asks}>; rel=preload; as=fetch; crossorigin`,
    '</assets/cockpit-1.css>; rel=preload; as=style; crossorigin',
    '</assets/zh-1.js>; rel=modulepreload',
  ]
  expect(linked(ahead, page('/'), 'zh', true)).toEqual(cockpit('api/answers?to=all'))
  expect(linked(ahead, page('/?hide=open&station=QY002'), 'zh', true)).toEqual(cockpit('api/answers?to=some'))
  // Nobody is signed in: the sign-in will be shown, not the cockpit.
  expect(linked(ahead, page('/'), 'zh', false)).toEqual([
    '</assets/all-1.css>; rel=preload; as=style; crossorigin',
    '</assets/shell-1.js>; rel=modulepreload',
    '</assets/zh-1.js>; rel=modulepreload',
    '</assets/zh-2.js>; rel=modulepreload',
  ])
})

it('is read where the build wrote it, is none where it did not, and a strange file is refused', async () => {
  expect(readAhead(directory)).toBeNull()
  await writeFile(join(directory, '.ahead.json'), JSON.stringify(ahead))
  expect(readAhead(directory)).toEqual(ahead)
  await writeFile(join(directory, '.ahead.json'), '{"words":{}}')
  expect(() => readAhead(directory)).toThrow()
})
