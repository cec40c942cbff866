// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the planted sources are texts that hold templates
import { afterEach, describe, expect, it } from 'vitest'
import { checkCatalogues } from './catalogues.ts'
import { type PlantedTree, plant } from './planted-tree.ts'

let tree: PlantedTree | undefined
afterEach(() => tree?.remove())

const zh = {
  'case.title': '案件 {{number}}',
  'case.state.closed': '已销号',
  'case.state.verified': '已验收',
  'case.count_other': '{{count}} 件',
  'nav.home': '首页',
  'nav.cases': '案件',
  'act.assign': '交办',
  'shared.unit': '微克',
  'shared.sentence': '单位 $t(shared.unit)',
}
const en = {
  'case.title': 'Case {{number}}',
  'case.state.closed': 'Closed',
  'case.state.verified': 'Verified',
  'case.count_one': 'one case',
  'case.count_other': '{{count}} cases',
  'nav.home': 'Home',
  'nav.cases': 'Cases',
  'act.assign': 'Assign',
  'shared.unit': 'microgram',
  'shared.sentence': 'Unit $t(shared.unit)',
}
const page = `
// a comment may speak: 这是注释
// catalogue keys: act.*, nav.cases
const table = [{ key: 'nav.home' }]
export const Page = ({ t, state, open, n }) => (
  <p aria-label={t('case.title', { number: 1 })}>
    {t(\`case.state.\${state}\`)} {t('case.count', { count: n })} 12 µg/m³ PM2.5 · {t(open ? 'nav.home' : 'nav.cases')}
    {table.map((each) => t(each.key))} {t('shared.sentence')}
  </p>
)
`
const good = {
  'catalogues/zh.json': JSON.stringify(zh, null, 2),
  'catalogues/en.json': JSON.stringify(en, null, 2),
  'web/page.tsx': page,
  'src/standards/factors.ts': "export const pm = { zh: '细颗粒物', en: 'fine particles' }\n",
  'src/app/demo/people.ts': "export const name = '王芳'\n",
}

function faultsOf(changed: Record<string, string>): string[] {
  tree = plant({ ...good, ...changed })
  return checkCatalogues(tree.root).faults.map(({ path, line, problem }) => `${path}:${line} ${problem}`)
}
const asJson = (words: Record<string, unknown>) => JSON.stringify(words, null, 2)
const without = (words: Record<string, string>, ...keys: string[]) =>
  asJson(Object.fromEntries(Object.entries(words).filter(([key]) => !keys.includes(key))))

describe('both languages', () => {
  it('are whole when they say the same and every key is used', () => {
    tree = plant(good)
    expect(checkCatalogues(tree.root)).toEqual({ faults: [], files: 3, keys: 10, uses: 8 })
  })

  it('a key that one lacks is named', () => {
    expect(faultsOf({ 'catalogues/en.json': without(en, 'nav.home') })).toEqual(['catalogues/en.json:0 lacks nav.home'])
    expect(faultsOf({ 'catalogues/zh.json': without(zh, 'act.assign') })).toEqual([
      'catalogues/zh.json:0 lacks act.assign',
    ])
  })

  it('a plural form that the language needs is named', () => {
    expect(faultsOf({ 'catalogues/en.json': without(en, 'case.count_one') })).toEqual([
      'catalogues/en.json:0 lacks case.count_one',
    ])
  })

  it('a filling that one forgets is named', () => {
    expect(faultsOf({ 'catalogues/en.json': asJson({ ...en, 'case.title': 'Case' }) })).toEqual([
      expect.stringMatching(/^catalogues\/en\.json:0 case\.title does not fill in \{\{number\}\}/),
    ])
    expect(faultsOf({ 'catalogues/en.json': asJson({ ...en, 'case.title': 'Case {{nummer}}' }) })).toHaveLength(2)
  })

  it('a text that is empty, nested or there twice is named', () => {
    expect(faultsOf({ 'catalogues/en.json': asJson({ ...en, 'nav.home': ' ' }) })).toContain(
      'catalogues/en.json:0 nav.home is empty',
    )
    expect(faultsOf({ 'catalogues/en.json': asJson({ ...en, deep: { key: 'x' } }) })).toEqual([
      'catalogues/en.json:0 deep is not text: catalogues are flat',
    ])
    const twice = asJson(en).replace('{', '{\n  "nav.home": "House",')
    expect(faultsOf({ 'catalogues/en.json': twice })).toEqual(['catalogues/en.json:0 has nav.home twice'])
  })

  it('words of pages that take more than their blanks filled in are named', () => {
    const words = { 'web.a_other': '{{n}}', 'web.b': 'in $t(nav.home)', 'web.c': '{{ n, number }}', 'web.d': '{{n}}' }
    const use = "export const a = [t('web.a'), t('web.b'), t('web.c'), t('web.d')]"
    const changed = {
      'catalogues/zh.json': asJson({ ...zh, ...words }),
      'catalogues/en.json': asJson({ ...en, ...words, 'web.a_one': '{{n}}' }),
      'web/a.tsx': use,
    }
    const named = faultsOf(changed).filter((fault) => fault.startsWith('catalogues/zh.json'))
    expect(named).toEqual([
      expect.stringMatching(/web\.a_other is a plural form/),
      expect.stringMatching(/web\.b takes in other words/),
      expect.stringMatching(/web\.c has a blank that is not a name alone/),
    ])
  })

  it('a catalogue that is absent is named', () => {
    tree = plant({ 'catalogues/zh.json': '{}', 'web/page.tsx': page })
    expect(checkCatalogues(tree.root).faults).toContainEqual({
      path: 'catalogues/en.json',
      line: 0,
      problem: 'is not there',
    })
  })
})

describe('keys in the code', () => {
  const uses: [use: string, text: string, problem: RegExp][] = [
    ['a key', "export const a = t('nav.hmoe')", /web\/a\.tsx:1 names nav\.hmoe, which no catalogue has/],
    ['a key of a method', "export const a = i18n.t('nav.hmoe')", /names nav\.hmoe/],
    ['a key of translate', "export const a = translate('nav.hmoe')", /names nav\.hmoe/],
    ['one side of a choice', "export const a = t(x ? 'nav.home' : 'nav.hmoe')", /names nav\.hmoe/],
    ['a fallback', "export const a = t('nav.hmoe' ?? 'nav.home')", /names nav\.hmoe/],
    ['a constant', "const key = 'nav.hmoe'\nexport const a = t(key)", /web\/a\.tsx:2 names nav\.hmoe/],
    ['the start of a composed key', 'export const a = t(`case.stat.${x}`)', /names case\.stat\.\*/],
    ['a place whose words are looked up', "export const a = wordOf('case.stat', x, t)", /names case\.stat\.\*/],
    ['the end of a composed key', 'export const a = t(`case.${x}.title`)', /names case\.\*\.title/],
    ['a key in JSX', 'export const A = () => <Trans i18nKey="nav.hmoe" />', /names nav\.hmoe/],
    ['a key in a comment', '// catalogue keys: nav.hmoe\nexport const a = 1', /names nav\.hmoe/],
    ['a start in a comment', '// catalogue keys: nva.*\nexport const a = 1', /names nva\.\*/],
  ]
  it.each(uses)('%s that no catalogue has is named', (_, text, problem) => {
    expect(faultsOf({ 'web/a.tsx': text })).toEqual([expect.stringMatching(problem)])
  })

  it('on the server are seen too', () => {
    expect(faultsOf({ 'src/app/a.ts': "export const a = t('nav.hmoe')" })).toEqual([
      'src/app/a.ts:1 names nav.hmoe, which no catalogue has',
    ])
  })

  it('that come from elsewhere must be told in a comment', () => {
    expect(faultsOf({ 'web/a.tsx': 'export const a = (key) => t(key)' })).toEqual([
      expect.stringMatching(/web\/a\.tsx:1 names a key that comes from elsewhere/),
    ])
    expect(faultsOf({ 'web/a.tsx': '// catalogue keys: nav.*\nexport const a = (key) => t(key)' })).toEqual([])
  })

  it('that nobody uses are named in each language', () => {
    const more = { 'nav.lost': 'x' }
    const changed = {
      'catalogues/zh.json': asJson({ ...zh, ...more }),
      'catalogues/en.json': asJson({ ...en, ...more }),
    }
    expect(faultsOf(changed)).toEqual([
      'catalogues/zh.json:0 has nav.lost, which nobody uses',
      'catalogues/en.json:0 has nav.lost, which nobody uses',
    ])
  })
})

describe('words outside the catalogues', () => {
  const chinese: [where: string, path: string, text: string][] = [
    ['a string of a page', 'web/a.tsx', "export const a = '首页'"],
    ['a template of a page', 'web/a.tsx', 'export const a = `共 ${n} 件`'],
    ['the text of JSX', 'web/a.tsx', 'export const A = () => <p>\n  首页\n</p>'],
    ['an attribute of JSX', 'web/a.tsx', 'export const A = () => <p title="首页" />'],
    ['the server', 'src/domain/cases/a.ts', "export const a = '案件'"],
    ['punctuation', 'web/a.tsx', "export const a = ['a', 'b'].join('、')"],
  ]
  it.each(chinese)('Chinese in %s is named', (_, path, text) => {
    expect(faultsOf({ [path]: text })).toEqual([expect.stringContaining('has Chinese outside the catalogues')])
  })

  it('Chinese in a test is nobody’s business', () => {
    expect(faultsOf({ 'web/a.test.tsx': "export const a = '首页'" })).toEqual([])
  })

  const english: [where: string, text: string][] = [
    ['the text of JSX', 'export const A = () => <p>Save</p>'],
    ['a fragment', 'export const A = () => <>Save</>'],
    ['a text in braces', "export const A = () => <p>{'Save'}</p>"],
    ['one side of a choice', "export const A = () => <p>{x ? 'Save' : null}</p>"],
    ['what follows a condition', "export const A = () => <p>{x && 'Save'}</p>"],
    ['a template', 'export const A = () => <p>{`${n} cases`}</p>'],
    ['an attribute that is heard', 'export const A = () => <p aria-label="Close" />'],
    ['an attribute that is read', "export const A = () => <input placeholder={'Name'} />"],
    ['text beside a unit', 'export const A = () => <p>mean µg/m³</p>'],
  ]
  it.each(english)('English in %s is named', (_, text) => {
    expect(faultsOf({ 'web/a.tsx': text })).toEqual([expect.stringContaining('has English outside the catalogues')])
  })

  it('classes, ids, units and single letters are not words', () => {
    const text = 'export const A = () => <p className="wide card" id="main">µg/m³ N AQI&nbsp;·</p>'
    expect(faultsOf({ 'web/a.tsx': text })).toEqual([])
  })
})

describe('a check of nothing', () => {
  it('fails', () => {
    tree = plant({ 'catalogues/zh.json': '{}', 'catalogues/en.json': '{}' })
    const report = checkCatalogues(tree.root)
    expect(report).toMatchObject({ files: 0, keys: 0, uses: 0 })
    expect(report.faults).toEqual([expect.objectContaining({ problem: expect.stringContaining('no file was seen') })])
  })
})
