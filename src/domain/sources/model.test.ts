import { describe, expect, it } from 'vitest'
import { allAttributes, classOfKind, kindsOf, sourceClasses, sourceKinds, wrongAttribute } from './model.ts'

describe('the kinds of sources', () => {
  it('belong to one class each, and every class has one for what fits none', () => {
    expect(new Set(sourceKinds).size).toBe(sourceKinds.length)
    for (const one of sourceClasses) {
      expect(kindsOf[one].at(-1)).toBe(`other-${one}`)
      expect(kindsOf[one].map(classOfKind)).toEqual(kindsOf[one].map(() => one))
    }
  })

  it('share attributes only where those mean the same', () => {
    expect(new Set(allAttributes.map(({ key }) => key)).size).toBe(allAttributes.length)
  })
})

describe('attributes', () => {
  it.each([
    ['construction-site', { stage: 'earthwork', areaM2: 0 }, null],
    ['construction-site', { stage: 'night' }, 'stage'],
    ['construction-site', { areaM2: '12' }, 'areaM2'],
    ['construction-site', { areaM2: -1 }, 'areaM2'],
    ['construction-site', { areaM2: Number.NaN }, 'areaM2'],
    ['restaurant', { stoves: 3, purifier: false }, null],
    ['restaurant', { purifier: 'yes' }, 'purifier'],
    ['enterprise', { grade: 'leading', industry: '水泥' }, null],
    ['enterprise', { industry: '' }, 'industry'],
    ['fireworks-shop', { stoves: 1 }, 'stoves'],
  ] as const)('of a %s: %o, wrong is %s', (kind, attributes, wrong) => {
    expect(wrongAttribute(kind, attributes)).toBe(wrong)
  })
})
