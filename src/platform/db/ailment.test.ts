import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ailmentOf, ailmentWords, remedyFor } from './ailment.ts'
import { connectionFailure } from './client.ts'

const coded = (code: string, message = 'as PostgreSQL says it', more = {}) =>
  Object.assign(new Error(message), { code, ...more })

describe('what an error says about the database as a whole', () => {
  // PostgreSQL 18, appendix A.
  it.each([
    ['53100', 'disk-full'],
    ['53200', 'no-memory'],
    ['53300', 'no-connections'],
    ['58030', 'disk-fails'],
    ['25006', 'read-only'],
    ['08006', 'away'],
    ['08001', 'away'],
    ['57P01', 'away'],
    ['57P02', 'away'],
    ['57P03', 'away'],
  ])('%s is %s', (code, ailment) => {
    expect(ailmentOf(coded(code))).toBe(ailment)
  })

  it.each([
    ['ECONNREFUSED', { syscall: 'connect', address: '10.0.0.5', port: 5432 }],
    ['ENOENT', { syscall: 'connect', address: '/run/postgresql/.s.PGSQL.5432' }],
    ['EHOSTUNREACH', { syscall: 'connect', address: '10.0.0.5', port: 5432 }],
    ['EAI_AGAIN', { syscall: 'getaddrinfo', hostname: 'db' }],
    ['EPIPE', { syscall: 'write' }],
    ['ECONNRESET', { syscall: 'read' }],
  ])('a socket that tells %s is away', (code, more) => {
    expect(ailmentOf(coded(code, `${more.syscall} ${code}`, more))).toBe('away')
  })

  it('what Node says of a socket that is not there is away', async () => {
    const error = await new Promise((resolve) => connect('/nowhere/.s.PGSQL.5432').once('error', resolve))
    expect(ailmentOf(error)).toBe('away')
  })

  it.each([
    'Connection terminated unexpectedly',
    'timeout expired',
    'Client has encountered a connection error and is not queryable',
  ])('the driver’s “%s” is away', (message) => {
    expect(ailmentOf(new Error(message))).toBe('away')
  })

  it.each([
    'FATAL:  could not write lock file "postmaster.pid": No space left on device',
    'Error: database or disk is full',
  ])('a server that does not come up on a full disk has a full disk: %s', (why) => {
    expect(ailmentOf(connectionFailure(`could not be started again: ${why}`))).toBe('disk-full')
  })

  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['a doubled key', coded('23505')],
    ['a table that is not there', coded('42P01')],
    ['a missing file', coded('ENOENT', 'no such file', { syscall: 'open', path: '/srv/weike/files/1' })],
    ['a caller that has left', coded('ECONNRESET', 'aborted')],
    ['no error at all', 'ECONNREFUSED'],
    ['nothing', undefined],
  ])('%s says nothing about it', (_what, error) => {
    expect(ailmentOf(error)).toBeNull()
  })
})

describe('the words for an operator', () => {
  const embedded = { kind: 'embedded', where: '/srv/weike' } as const
  const remote = { kind: 'remote', where: '10.0.0.5:5432/weike' } as const

  it('name the place, and what to do there', () => {
    expect(ailmentWords('disk-full')).toBe('the disk of the database is full')
    expect(remedyFor('disk-full', embedded)).toMatch(/^Make room on the disk of \/srv\/weike: .*delete nothing inside/)
    expect(remedyFor('disk-full', remote)).toMatch(
      /^Make room on the disk of the PostgreSQL at 10\.0\.0\.5:5432\/weike: /,
    )
    expect(remedyFor('away', embedded)).toContain('/srv/weike/postgres/server.log')
    expect(remedyFor('away', remote)).toBe(
      'See that PostgreSQL at 10.0.0.5:5432/weike runs and can be reached from here.',
    )
  })
})
