import { beforeEach, expect, it } from 'vitest'
import { beginTelling, endTelling, forgetPlace, wasReadAt, wasTold } from './chain-place.ts'

let older = 0
const begin = () => beginTelling(() => (older += 1))
beforeEach(() => {
  forgetPlace()
  older = 0
})

it('lets the stream tell on from where the oldest answer was read', () => {
  expect(begin()).toBeNull()
  wasReadAt(12)
  wasReadAt(10)
  wasReadAt(15)
  expect(begin()).toBe(10)
})

it('says that an answer which comes late was read before the stream tells, and only that one', () => {
  wasReadAt(10)
  begin()
  wasReadAt(10)
  wasReadAt(11)
  expect(older).toBe(0)
  wasReadAt(9)
  expect(older).toBe(1)
  endTelling()
  wasReadAt(8)
  expect(older).toBe(1)
})

it('goes on, when the stream begins again, from where it had come', () => {
  wasReadAt(10)
  begin()
  wasTold('14')
  wasTold(null)
  endTelling()
  expect(begin()).toBe(14)
})

it('knows nothing of who was signed in before', () => {
  wasReadAt(10)
  wasTold('14')
  forgetPlace()
  expect(begin()).toBeNull()
  wasReadAt(3)
  expect(begin()).toBe(3)
})
