import { describe, expect, it } from 'vitest'
import { parsePostmasterFile } from './postmaster-pid.ts'

// Written by PostgreSQL 18.4 while it ran; the seven-line form is the same file before the server is up.
const running = `9330
/srv/数据 目录,x/postgres/cluster
1795502723
5432
/run/weike-446d13ee5bdd9182

  5551234         2
ready   
`

describe('parsePostmasterFile', () => {
  it('reads who runs, on what, since when and how it is', () => {
    expect(parsePostmasterFile(running)).toEqual({
      pid: 9330,
      dataDirectory: '/srv/数据 目录,x/postgres/cluster',
      startedAtSeconds: 1795502723,
      socketDirectory: '/run/weike-446d13ee5bdd9182',
      status: 'ready',
    })
  })

  it('does not take a server that is still starting for a ready one', () => {
    expect(parsePostmasterFile(running.replace('ready   ', 'starting'))?.status).toBe('starting')
    expect(parsePostmasterFile(running.split('\n').slice(0, 7).join('\n'))?.status).toBe('unknown')
  })

  it('never yields a pid that a signal would send to many processes', () => {
    for (const first of ['', '0', '-9330', '1', 'x', '1.5', '99999999999999999999']) {
      expect(parsePostmasterFile(running.replace('9330', first))).toBeUndefined()
    }
  })
})
