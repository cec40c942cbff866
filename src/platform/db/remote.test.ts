import { describe, expect, it } from 'vitest'
import { remoteAddress } from './remote.ts'

describe('the address of a PostgreSQL for an operator', () => {
  it.each([
    ['postgres://weike:secret@10.0.0.5:5433/air', '10.0.0.5:5433/air'],
    ['postgres://weike:secret@db.county.cn/air', 'db.county.cn:5432/air'],
    ['postgres://weike:secret@[fd00::5]/air', '[fd00::5]:5432/air'],
    ['postgres:///air?host=/run/postgresql&user=weike&password=secret', '/run/postgresql:5432/air'],
  ])('%s is %s', (connectionString, address) => {
    expect(remoteAddress({ connectionString })).toBe(address)
  })
})
