/** What the check of the catalogues takes for granted, as data. */

/** The languages that Weike speaks, each with its catalogue `catalogues/<language>.json`. */
export const languages = ['zh', 'en'] as const

/** Functions whose first text is a key: `t('case.title')`, `words.t(…)`, `translate(…)`. */
export const translators: readonly string[] = ['t', 'translate']

/** Functions whose first text is a place, for the word of whatever code: `wordOf('case.state', state, t)`. */
export const families: readonly string[] = ['wordOf']

/** The web's translator and what finds words of codes hand keys on without knowing them; the server's translator says in a comment which it makes itself. */
export const translatorFiles: readonly string[] = ['web/text/language.ts', 'web/text/names.ts']

/** Attributes and properties that name a key in their text. */
export const keyAttributes: readonly string[] = ['i18nKey']

/** Attributes that a person reads or hears. */
export const readAttributes: readonly string[] = [
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
]

/** Where Chinese may stand in the code. */
export const chineseMayStandIn: readonly { files: string; because: string }[] = [
  { files: 'src/standards/**', because: 'the law names its own things, in both languages' },
  { files: 'src/protocols/**', because: 'protocol tables carry the names their standard gives' },
  { files: 'src/domain/imports/**', because: 'headers of files from outside, as their makers write them' },
  { files: 'src/platform/tables/values.ts', because: 'times and missing values as files from outside spell them' },
  { files: 'src/app/demo/**', because: 'the demo county: its places and people are data' },
  { files: '**/*.fixture.ts', because: 'what tests are fed; no person reads it' },
]

/** Alike in every language, so a page may show them as they are: units, names of standards and of the product. */
export const alikeInEveryLanguage: readonly string[] = [
  'µg/m³',
  'μg/m³',
  'mg/m³',
  'm/s',
  'km/h',
  'km',
  'hPa',
  'kPa',
  'dB(A)',
  'dB',
  'PM2.5',
  'PM₂.₅',
  'PM10',
  'PM₁₀',
  'SO₂',
  'NO₂',
  'CO',
  'AQI',
  'HJ 212',
  'Weike 微克',
  'Weike',
]
