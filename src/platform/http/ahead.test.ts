import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { linksOf, readAhead } from './ahead.ts'

const ahead = {
  entries: ['assets/shell-1.js'],
  asks: ['api/session'],
  words: { zh: 'assets/zh-1.js', en: 'assets/en-1.js' },
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

it('a page comes with the words of its language, for whoever is signed in with the session, at / with the cockpit', () => {
  const page = (path: string) => new URL(path, 'http://page')
  expect(linksOf(ahead, page('/sign-in'), 'en', false)).toBe(
    '</assets/shell-1.js>; rel=modulepreload, </assets/en-1.js>; rel=modulepreload',
  )
  expect(linksOf(ahead, page('/alerts'), 'zh', true)).toBe(
    '</assets/shell-1.js>; rel=modulepreload, </assets/zh-1.js>; rel=modulepreload, ' +
      '</api/session>; rel=preload; as=fetch; crossorigin',
  )
  const cockpit =
    '</assets/shell-1.js>; rel=modulepreload, </assets/zh-1.js>; rel=modulepreload, ' +
    '</assets/cockpit-1.js>; rel=modulepreload, </assets/cockpit-1.css>; rel=preload; as=style; crossorigin, ' +
    '</api/session>; rel=preload; as=fetch; crossorigin, '
  expect(linksOf(ahead, page('/'), 'zh', true)).toBe(
    `${cockpit}</api/answers?to=all>; rel=preload; as=fetch; crossorigin`,
  )
  expect(linksOf(ahead, page('/?hide=open&station=QY002'), 'zh', true)).toBe(
    `${cockpit}</api/answers?to=some>; rel=preload; as=fetch; crossorigin`,
  )
  // Nobody is signed in: the sign-in will be shown, not the cockpit.
  expect(linksOf(ahead, page('/'), 'zh', false)).toBe(
    '</assets/shell-1.js>; rel=modulepreload, </assets/zh-1.js>; rel=modulepreload',
  )
})

it('is read where the build wrote it, is none where it did not, and a strange file is refused', async () => {
  expect(readAhead(directory)).toBeNull()
  await writeFile(join(directory, '.ahead.json'), JSON.stringify(ahead))
  expect(readAhead(directory)).toEqual(ahead)
  await writeFile(join(directory, '.ahead.json'), '{"words":{}}')
  expect(() => readAhead(directory)).toThrow()
})
