import { expect, it } from 'vitest'
import type { Translate } from '../text/language.ts'
import { destinationsFor } from './destinations.ts'

/** Each name is its own key here. */
const t: Translate = (key) => key

it('offers only what opens for the person, and what is everybody’s', () => {
  const paths = destinationsFor({ acts: ['read-alerts'] }, '', t).map(({ path }) => path)
  expect(paths).toEqual(['/alerts', '/settings'])
})

it('finds a page by any part of its name', () => {
  const found = destinationsFor({ acts: ['read-rules', 'read-alerts', 'manage-rules'] }, 'RULE', t)
  expect(found.map(({ path }) => path)).toEqual(['/alerts/rules', '/alerts/rules/new'])
})
