import { describe, expect, it } from 'vitest'
import { Problem } from '../../problem.ts'
import { placesOf, refuseUnbearablePath } from './places.ts'
import { runDirectoryOf } from './run-directory.ts'

describe('places of an embedded server', () => {
  it.each([
    ['root', true],
    ['an ordinary user', false],
  ])(
    'give a socket path under 100 bytes and without commas, however long the data path (%s)',
    async (_who, switched) => {
      const places = placesOf(`/srv/${'很长的,目录/'.repeat(40)}`)
      const directory = await runDirectoryOf(places, { name: 'weike', uid: 4294967294, gid: 1, switched })
      expect(Buffer.byteLength(`${directory}/.s.PGSQL.5432.lock`)).toBeLessThan(100)
      expect(directory).not.toContain(',')
    },
  )

  it('differ between two data directories', () => {
    expect(placesOf('/srv/a').clusterName).not.toBe(placesOf('/srv/b').clusterName)
  })

  it('refuse only what PostgreSQL cannot bear in a path', () => {
    for (const path of ['/srv/数据 目录', '/srv/a,b', "/srv/it's", '/srv/a;b&c (1)*']) {
      expect(() => refuseUnbearablePath(path)).not.toThrow()
    }
    for (const path of ['/srv/$HOME', '/srv/a"b', '/srv/a`b`', '/srv/a\nb', '/srv/a\\b']) {
      expect(() => refuseUnbearablePath(path)).toThrow(Problem)
    }
  })
})
