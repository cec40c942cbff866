import { expect, it } from 'vitest'
import { instructionsFor, prerequisites } from './prerequisites.ts'

it('what is missing is named with the command that brings it', () => {
  const fonts = prerequisites.filter((each) => each.packages.includes('fonts-noto-cjk'))
  const said = instructionsFor(fonts).join('\n')
  expect(said).toContain('Chinese fonts')
  expect(said).toContain(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk',
  )
  expect(said).not.toContain('PostgreSQL')
  expect(said).not.toContain('create_main_cluster')
})

it('the default cluster is turned off before the server is installed', () => {
  const lines = instructionsFor(prerequisites)
  const off = lines.findIndex((line) => line.includes("echo 'create_main_cluster = false'"))
  const install = lines.findIndex((line) => line.includes('postgresql-15'))
  expect(off).toBeGreaterThan(0)
  expect(install).toBeGreaterThan(off)
})
