import { describe, expect, it } from 'vitest'
import { placesOf } from './places.ts'
import { isServerCommand } from './processes-ps.ts'

const places = placesOf('/srv/数据 目录')
const postmaster = `${places.programs}/18.4.0/bin/postgres -D ${places.cluster} -h  -k /tmp/x`

describe('isServerCommand', () => {
  it('knows postmaster and backends of this data directory', () => {
    expect(isServerCommand(places, postmaster)).toBe(true)
    expect(isServerCommand(places, `postgres: ${places.clusterName}: checkpointer`)).toBe(true)
    expect(isServerCommand(places, `postgres: ${places.clusterName}: weike weike [local] SELECT`)).toBe(true)
  })

  it('leaves the servers of others alone', () => {
    const other = placesOf('/srv/数据 目录2')
    for (const command of [
      'postgres: checkpointer',
      '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main',
      `${other.programs}/18.4.0/bin/postgres -D ${other.cluster} -h `,
      `postgres: ${other.clusterName}: checkpointer`,
      `less ${postmaster}`,
    ]) {
      expect(isServerCommand(places, command)).toBe(false)
    }
  })
})
