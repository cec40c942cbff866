import { expect, it } from 'vitest'
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { reachOf, roles } from '../../../src/domain/access/table.ts'

it('who may agree to a correction is said as the access table has it', () => {
  const named = roles.filter((role) => zh['web.correction.will'].includes(zh[`web.role.${role}`]))
  expect(named).toEqual(roles.filter((role) => reachOf(role, 'approve-correction') !== '-'))
  expect(named).toEqual(roles.filter((role) => zh['web.correction.waits'].includes(zh[`web.role.${role}`])))
})
