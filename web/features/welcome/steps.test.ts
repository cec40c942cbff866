import { expect, it } from 'vitest'
import { isNamed, nextStep, stepsOf, type There } from './steps.ts'

const empty: There = { isNamed: false, hasBorders: false, stations: 0, people: 1, devices: 0, hasReadings: false }

it('the empty county begins with its borders and goes on as each step is done', () => {
  const next = (there: Partial<There>) => nextStep(stepsOf({ ...empty, ...there }), [])
  expect(next({})).toBe('county')
  expect(next({ isNamed: true })).toBe('county')
  expect(next({ isNamed: true, hasBorders: true })).toBe('station')
  expect(next({ isNamed: true, hasBorders: true, stations: 1 })).toBe('people')
  expect(next({ isNamed: true, hasBorders: true, stations: 1, people: 2 })).toBe('device')
  expect(next({ isNamed: true, hasBorders: true, stations: 1, people: 2, devices: 1 })).toBe('frame')
})

it('what is put off stays open and holds nobody up', () => {
  const steps = stepsOf(empty)
  expect(nextStep(steps, ['county'])).toBe('station')
  expect(nextStep(steps, ['county', 'station', 'people'])).toBe('device')
  expect(steps.every(({ isDone }) => !isDone)).toBe(true)
})

it('a county of six zeros is nobody’s yet', () => {
  expect([isNamed('000000'), isNamed(undefined), isNamed('430903')]).toEqual([false, false, true])
})
