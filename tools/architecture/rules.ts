/**
 * Who may import whom, as data. A file belongs to the first room that one of its patterns fits; it may import what its
 * own line names and nothing else of ours (packages and Node's own modules are not looked at). `ROOM` stands for the
 * folder of the noun that the importing file lies in.
 */
export interface Room {
  name: string
  files: readonly string[]
  mayImport: readonly string[]
  /** These too, but only `import type`: nothing of them runs on the importing side. */
  mayImportTypes?: readonly string[]
  because: string
}

/**
 * The files by which a noun of the domain is open to others: use cases (`service`, and `views` for those that only read),
 * model, contract, `table` where the model is data to proof-read. `access` is not a noun but the question that every room asks.
 */
const doors = [
  ...['service', 'views', 'model', 'api', 'table'].map((door) => `src/domain/*/${door}.ts`),
  'src/domain/access/*.ts',
]

export const rooms: readonly Room[] = [
  {
    name: 'checks and proofs',
    files: ['**/*.test.ts', '**/*.test.tsx', 'test/**', 'bench/**', 'tools/**', 'web/vite.config.ts', 'web/build/**'],
    mayImport: ['**'],
    because: 'what tries the house may open every door',
  },
  {
    name: 'standards',
    files: ['src/standards/**'],
    mayImport: ['src/standards/**'],
    because: 'the law knows nothing of ours',
  },
  {
    name: 'protocols',
    files: ['src/protocols/**'],
    mayImport: ['src/protocols/**', 'src/standards/civil-time.ts'],
    because: 'bytes and messages know nothing of ours but civil time, in which frames are dated',
  },
  {
    name: 'science',
    files: ['src/science/**'],
    mayImport: ['src/science/**', 'src/standards/**'],
    because: 'arrays in, arrays out, by the standards',
  },
  {
    name: 'platform',
    files: ['src/platform/**'],
    mayImport: ['src/platform/**', 'src/standards/**', 'src/protocols/**', 'catalogues/*.json'],
    because: 'what any server needs knows no county',
  },
  {
    name: 'domain, the sum of its contracts',
    files: ['src/domain/*.ts'],
    mayImport: [
      'src/domain/*.ts',
      'src/domain/*/api.ts',
      'src/domain/*/model.ts',
      'src/platform/**',
      'src/standards/**',
    ],
    because: 'it only adds up what the rooms publish',
  },
  {
    name: 'domain',
    files: ['src/domain/*/**'],
    mayImport: ['ROOM/**', ...doors, 'src/platform/**', 'src/standards/**', 'src/protocols/**', 'src/science/**'],
    because: 'a noun uses another by its service, model or contract, never by its store or its rules',
  },
  {
    name: 'gateways',
    files: ['src/gateways/**'],
    mayImport: ['src/gateways/**', ...doors, 'src/protocols/**', 'src/standards/**', 'src/platform/**'],
    because: 'outside messages become calls of services',
  },
  {
    name: 'app',
    files: ['src/app/**'],
    // Of the simulator only the demo county's data, so that both know the same place.
    mayImport: ['src/**', 'catalogues/*.json', 'simulator/place.ts'],
    because: 'composition sees all, and nobody but tests sees it',
  },
  {
    name: 'simulator',
    files: ['simulator/**'],
    mayImport: ['simulator/**', 'src/protocols/**', 'src/standards/**'],
    because: 'the demo county is outside the server and knows only what a device knows',
  },
  {
    name: 'web',
    files: ['web/**'],
    mayImport: ['web/**', 'src/domain/**/model.ts', 'src/standards/**', 'catalogues/*.json'],
    mayImportTypes: ['src/domain/**/api.ts', 'src/domain/*/table.ts', 'src/platform/http/endpoint.ts'],
    because: 'pages take types and schemas, standards and words; the server stays on the server',
  },
]

/** The product's files that load what is computed, each for its reason; elsewhere nobody could follow them. */
export const mayImportComputed: readonly { file: string; because: string }[] = [
  { file: 'src/platform/db/embedded/platform-package.ts', because: 'reads the package.json of the PostgreSQL package' },
]

/** Where clocks, ids and randomness may be made; everywhere else in src they are passed in. */
export const sourcesOfTimeAndChance: readonly string[] = [
  'src/platform/clock.ts',
  'src/platform/identity.ts',
  'src/app/**',
]

/** What makes time or chance: a dotted name as it is written, or (with `*.`) a name on whatever object or alone. */
export const timeAndChance: readonly { name: string; instead: string }[] = [
  { name: 'Date.now', instead: 'take a Clock' },
  { name: 'performance.now', instead: 'take a Clock' },
  { name: 'process.hrtime', instead: 'take a Clock' },
  { name: 'Math.random', instead: 'take a Randomness' },
  { name: '*.randomUUID', instead: 'take an IdMaker' },
  { name: '*.randomBytes', instead: 'take a Randomness' },
  { name: '*.randomInt', instead: 'take a Randomness' },
  { name: '*.randomFillSync', instead: 'take a Randomness' },
  { name: '*.getRandomValues', instead: 'take a Randomness' },
]

/** What makes time or chance inside the database; looked for in every string of src. */
export const timeAndChanceInSql: readonly { pattern: RegExp; name: string }[] = [
  { pattern: /\bnow\s*\(\s*\)/i, name: 'now()' },
  { pattern: /\bcurrent_(timestamp|date|time)\b/i, name: 'CURRENT_TIMESTAMP' },
  { pattern: /\blocaltime(stamp)?\b/i, name: 'LOCALTIMESTAMP' },
  { pattern: /\b(clock|statement|transaction)_timestamp\s*\(/i, name: 'clock_timestamp()' },
  { pattern: /'now'/i, name: "'now'" },
  { pattern: /\bgen_random_uuid\s*\(|\buuid_generate_v\d/i, name: 'gen_random_uuid()' },
]
