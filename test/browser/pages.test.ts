import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRobot } from '../../simulator/robot.ts'
import { act, type SignedIn, signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { barriers, overflow, rawTexts } from './parts/audit.ts'
import { type EvaluationScenes, setEvaluationScenes } from './parts/evaluation-scenes.ts'
import { setStaleAlert } from './parts/feed-scenes.ts'
import { type MonitoringScenes, setMonitoringScenes } from './parts/monitoring-scenes.ts'
import { type Scenes as ChainScenes, setScenes } from './parts/scenes.ts'
import { type SourceScenes, setSourceScenes } from './parts/source-scenes.ts'
import { DEMO_PASSWORD, openStage, type Screen, type Stage, settled, type Visitor } from './parts/stage.ts'
import type { Key, Language } from './parts/words.ts'

type Scenes = ChainScenes & MonitoringScenes & SourceScenes & EvaluationScenes & { staleAlert: string; region: string }

/** Who looks at which page. `shows`: a word that stands on it and not on the page that the same person looked at before. */
interface Look {
  name: string
  as: string | undefined
  path: (scenes: Scenes) => string
  shows: Key
  /** Pressed before looking. */
  press?: Key
}

const look = (name: string, as: string | undefined, path: Look['path'], shows: Key, press?: Key): Look => ({
  name,
  as,
  path,
  shows,
  ...(press === undefined ? {} : { press }),
})

const readingOf: Look['path'] = ({ reading }) =>
  `/stations/QYW07?factor=a34004&mn=${reading.mn}&at=${encodeURIComponent(reading.at)}`

// biome-ignore format: a table to proof-read
const looks: readonly Look[] = [
  look('the door',                    undefined,     () => '/sign-in',                        'web.sign-in.button'),
  look('the cockpit',                 'chenyiming',  () => '/',                               'web.cockpit.others'),
  look('monitoring',                  'chenyiming',  () => '/monitoring',                     'web.monitoring.quarantine'),
  look('stations as cards',           'chenyiming',  () => '/monitoring?view=cards',          'web.monitoring.note.cards'),
  look('stations on the map',         'chenyiming',  () => '/monitoring?view=map',            'web.monitoring.note.map'),
  look('the list of a map',           'chenyiming',  () => '/monitoring?view=map',            'web.map.layer.stations', 'web.map.list'),
  look('monitoring of the liaison',   'zhoumin',     () => '/monitoring',                     'web.monitoring.stations'),
  look('a station',                   'chenyiming',  () => '/stations/QY001',                'web.station.year-and-limits'),
  look('the hours of a station as a table', 'chenyiming', () => '/stations/QY001?table=true', 'web.chart.as-picture'),
  look('the readings of a station',   'chenyiming',  () => '/stations/QY001?tab=data',       'web.station.legend'),
  look('a year of a station',         'chenyiming',  () => '/stations/QY001?resolution=day&span=1y', 'web.station.span.5y'),
  look('a comparison',                'chenyiming',  () => '/compare?stations=QY001,QY101&factors=a34004,a05024', 'web.compare.add-station'),
  look('a comparison with last year', 'chenyiming',  () => '/compare?stations=QY001&past=year&table=true', 'web.chart.as-picture'),
  look('a reading and its bytes',     'xuyan',       readingOf,                              'web.station.layers'),
  look('a correction to propose',     'xuyan',       readingOf,                              'web.correction.will-none', 'web.station.correct'),
  look('the devices',                 'tangweidong', () => '/devices',                       'web.devices.register'),
  look('a device to register',        'tangweidong', () => '/devices/new',                   'web.device.register-will'),
  look('a device',                    'chenyiming',  ({ device }) => `/devices/${device}`,   'web.device.completeness'),
  look('the commands of a device',    'chenyiming',  ({ device }) => `/devices/${device}?tab=commands`, 'web.command.kind.read-time'),
  look('the events of a device',      'chenyiming',  ({ device }) => `/devices/${device}?tab=events`,   'web.device.event.connected'),
  look('a command to send',           'chenyiming',  ({ device }) => `/devices/${device}`,   'web.command.does.hours', 'web.command.send'),
  look('the settings of a device',    'tangweidong', ({ device }) => `/devices/${device}?tab=settings`, 'web.device.edit'),
  look('settings to change',          'tangweidong', ({ device }) => `/devices/${device}?tab=settings`, 'web.device.edit-will', 'web.device.edit'),
  look('the quarantine',              'tangweidong', () => '/quarantine',                    'web.quarantine.who'),
  look('a stranger to adopt',         'tangweidong', ({ stranger }) => `/quarantine/adopt?mn=${stranger}`, 'web.quarantine.proposal'),
  look('a stranger put right',        'tangweidong', ({ stranger }) => `/quarantine/adopt?mn=${stranger}`, 'web.quarantine.password-of-frames', 'web.quarantine.check'),
  look('what the checks found',       'xuyan',       () => '/quality',                       'web.quality.rule'),
  look('findings narrowed to none',   'xuyan',       () => '/quality?rule=negative&factor=a05024', 'web.quality.empty.narrowed'),
  look('a finding to keep',           'xuyan',       () => '/quality',                       'web.quality.keep-will', 'web.quality.keep'),
  look('the numbers of the checks',   'xuyan',       () => '/quality?tab=rules',             'web.quality.usual-number'),
  look('corrections of their proposer', 'xuyan',     () => '/quality?tab=corrections',       'web.correction.own'),
  look('a finding to correct',        'xuyan',       () => '/quality',                       'web.correction.will-none', 'web.quality.correct'),
  look('corrections of the second',   'hewenyuan',   () => '/quality?tab=corrections',       'web.correction.approve'),
  look('a correction to refuse',      'hewenyuan',   () => '/quality?tab=corrections',       'web.correction.refuse-will', 'web.correction.refuse'),
  look('files to bring in',           'xuyan',       () => '/import',                        'web.import.what'),
  look('a file to look at',           'xuyan',       ({ imports }) => `/import/${imports.uploaded}`, 'web.import.first-values'),
  look('a file that was checked',     'xuyan',       ({ imports }) => `/import/${imports.checked}`,  'web.import.would'),
  look('a load that is paused',       'xuyan',       ({ imports }) => `/import/${imports.paused}`,   'web.import.kept-note'),
  look('a file that was brought in',  'xuyan',       ({ imports }) => `/import/${imports.done}`,     'web.import.done'),
  look('the calendar of a year',      'xuyan',       ({ year }) => `/evaluation?year=${year}`, 'web.evaluation.calendar-note'),
  look('a day of the calendar',       'xuyan',       ({ year }) => `/evaluation?year=${year}&day=${year}-01-09`, 'web.evaluation.six'),
  look('the year table',              'xuyan',       ({ year }) => `/evaluation?tab=year&year=${year}`, 'web.evaluation.all-periods-note'),
  look('the other edition',           'xuyan',       ({ year }) => `/evaluation?tab=year&year=${year}&edition=2026`, 'web.evaluation.what-if'),
  look('the ranking',                 'xuyan',       () => '/evaluation?tab=ranking',         'web.evaluation.published-rank'),
  look('the year before',             'xuyan',       ({ year }) => `/evaluation?tab=change&year=${year}`, 'web.evaluation.before'),
  look('the targets of who may set them', 'tangweidong', () => '/targets',                   'web.targets.note'),
  look('a target to set',             'tangweidong', () => '/targets',                       'web.targets.basis-hint', 'web.targets.set'),
  look('the targets and their past',  'hewenyuan',   () => '/targets?show=history',          'web.targets.by'),
  look('a year without targets',      'chenyiming',  () => '/targets?year=1999',             'web.targets.empty.text'),
  look('the wall',                    'chenyiming',  () => '/wall',                          'web.budget.so-far'),
  look('the wall that rotates',       'xuyan',       () => '/wall?rotate=60',                'web.budget.so-far'),
  look('days taken out',              'xuyan',       () => '/evaluation?tab=exclusions',      'web.evaluation.exclusions-note'),
  look('days to take out',            'xuyan',       () => '/evaluation?tab=exclusions',      'web.evaluation.exclude-will', 'web.evaluation.exclude'),
  look('days to agree to',            'hewenyuan',   () => '/evaluation?tab=exclusions',      'web.evaluation.approve'),
  look('days to refuse',              'hewenyuan',   () => '/evaluation?tab=exclusions',      'web.evaluation.refuse-will', 'web.evaluation.refuse'),
  look('a year without days',         'chenyiming',  () => '/evaluation?year=1999',           'web.evaluation.empty.text'),
  look('the feeds',                   'chenyiming',  () => '/feeds',                         'web.feeds.column.todo'),
  look('a feed',                      'xuyan',       ({ feeds }) => `/feeds/${feeds.good}`,  'web.feed.refused-rows'),
  look('a feed that fails',           'tangweidong', ({ feeds }) => `/feeds/${feeds.failing}`, 'web.feed.pull-now'),
  look('a feed to change',            'tangweidong', ({ feeds }) => `/feeds/${feeds.good}/edit`, 'web.feed.save'),
  look('a feed that is tried',        'tangweidong', ({ feeds }) => `/feeds/${feeds.failing}/edit`, 'web.feed.try-note', 'web.feed.try'),
  look('a feed to set up',            'tangweidong', () => '/feeds/new',                     'web.feed.step.where'),
  look('the alerts',                  'chenyiming',  () => '/alerts',                         'web.alerts.unresolved'),
  look('the inbox',                   'chenyiming',  () => '/alerts',                         'web.inbox.news', 'web.inbox.title'),
  look('the inbox of who has nothing to do', 'hezhiqiang', () => '/cases',                     'web.inbox.nothing', 'web.inbox.title'),
  look('an alert',                    'chenyiming',  ({ alert }) => `/alerts/${alert}`,       'web.alert.exceedances'),
  look('alerts that are narrowed to none', 'chenyiming', () => '/alerts?kind=rise&severity=notice', 'web.alerts.empty.narrowed'),
  look('an alert of a stale feed',    'chenyiming',  ({ staleAlert }) => `/alerts/${staleAlert}`, 'web.alert.stale-times'),
  look('the sending of a task',       'chenyiming',  ({ alert }) => `/alerts/${alert}`,       'web.send.who', 'web.send.title'),
  look('the rules',                   'chenyiming',  () => '/alerts/rules',                   'web.rule.right'),
  look('a verdict to give',           'chenyiming',  ({ alert }) => `/alerts/${alert}`,       'web.alert.verify-will', 'web.alert.verify'),
  look('the kinds of rules',          'chenyiming',  () => '/alerts/rules/new',               'web.rule.kind-note.flat-line'),
  look('a case to open from an alert', 'chenyiming', ({ alert }) => `/alerts/${alert}`,       'web.report.position', 'web.alert.open-case'),
  look('a rule to add',               'chenyiming',  () => '/alerts/rules/new?kind=threshold', 'web.rule.hours-only'),
  look('what a rule would have raised', 'chenyiming', () => '/alerts/rules/new?kind=rise',     'web.rule.number.windowMinutes', 'web.preview.ask'),
  look('a rule on a past day',        'chenyiming',  () => '/alerts/rules/new?kind=threshold', 'web.day-test.title', 'web.day-test.ask'),
  look('a rule',                      'chenyiming',  ({ rule }) => `/alerts/rules/${rule}`,   'web.rule.its-alerts'),
  look('a rule of who may not change it', 'xuyan',   ({ rule }) => `/alerts/rules/${rule}`,   'web.rule.its-alerts'),
  look('the silences',                'chenyiming',  () => '/alerts/silences',                'web.silence.what'),
  look('a silence to make',           'chenyiming',  () => '/alerts/silences',                'web.silence.will', 'web.silence.title'),
  look('the tasks',                   'chenyiming',  () => '/tasks?show=all',                 'web.column.finding'),
  look('a task that was done',        'chenyiming',  ({ tasks }) => `/tasks/${tasks.done}`,   'web.photos'),
  look('the cases',                   'chenyiming',  () => '/cases?show=all',                 'web.cases.both'),
  look('the board',                   'chenyiming',  () => '/cases?view=board',               'web.stage.acceptance'),
  look('the cases on the map',        'chenyiming',  ({ cases }) => `/cases?view=map&show=all&at=${cases.reported}`, 'web.cases.open-card'),
  look('a case to hand over',         'chenyiming',  ({ cases }) => `/cases/${cases.reported}`,     'web.assign.within'),
  look('a case to accept',            'chenyiming',  ({ cases }) => `/cases/${cases.submitted}`,    'web.accept.button'),
  look('the return of a case',        'chenyiming',  ({ cases }) => `/cases/${cases.submitted}`,    'web.return.reason', 'web.return.title'),
  look('a case that is closed',       'chenyiming',  ({ cases }) => `/cases/${cases.closed}`,       'web.decision.next.closed'),
  look('the report of a problem',     'chenyiming',  () => '/cases',                          'web.report.what', 'web.report.title'),
  look('a case to receive',           'zhoumin',     ({ cases }) => `/cases/${cases.assigned}`,     'web.step.acknowledge.will'),
  look('a case to begin with',        'zhoumin',     ({ cases }) => `/cases/${cases.acknowledged}`, 'web.step.begin.will'),
  look('a case to mend',              'zhoumin',     ({ cases }) => `/cases/${cases.rectifying}`,   'web.submit.result'),
  look('the sources',                 'chenyiming',  () => '/sources',                        'web.sources.excel'),
  look('the sources of an enterprise', 'hezhiqiang', () => '/sources',                        'web.sources.excel'),
  look('a source',                    'chenyiming',  ({ source }) => `/sources/${source}`,    'web.sources.history'),
  look('a source to retire',          'zhoumin',     ({ source }) => `/sources/${source}`,    'web.sources.since-day', 'web.sources.change-state'),
  look('a source to change',          'zhoumin',     ({ source }) => `/sources/${source}?edit=true`, 'web.sources.edit-will'),
  look('a source to enter',           'zhoumin',     () => '/sources/new',                    'web.sources.add-will'),
  look('the tasks in the field',      'liuguifang',  () => '/field',                          'web.field.title'),
  look('a task to go to',             'liuguifang',  ({ tasks }) => `/field/${tasks.sent}`,   'web.field.check-in'),
  look('a task to photograph',        'liuguifang',  ({ tasks }) => `/field/${tasks.checkedIn}`,    'web.field.frame-hint'),
  look('a task to hand in',           'liuguifang',  ({ tasks }) => `/field/${tasks.photographed}`, 'web.field.choose'),
  look('a task handed in',            'liuguifang',  ({ tasks }) => `/field/${tasks.done}`,   'web.field.follow'),
  look('the messages',                'tangweidong', () => '/messages',                       'web.messages.add'),
  look('the ledger',                  'fangsuqin',   () => '/ledger',                         'web.ledger.export'),
  look('the settings',                'tangweidong', () => '/settings',                       'web.settings.elsewhere'),
  look('the settings of who sets nothing', 'liuguifang', () => '/settings',                  'web.settings.note.appearance'),
  look('the people',                  'tangweidong', () => '/settings/people',                'web.settings.signed-in'),
  look('a person to add',             'tangweidong', () => '/settings/people',                'web.settings.add-person-will', 'web.settings.add-person'),
  look('the people of the auditor',   'fangsuqin',   () => '/settings/people?role=liaison',   'web.settings.all-states'),
  look('the units',                   'tangweidong', () => '/settings/units',                 'web.settings.kind'),
  look('a unit to add',               'tangweidong', () => '/settings/units',                 'web.settings.unit-will', 'web.settings.add-unit'),
  look('the tiles under the maps',    'tangweidong', () => '/settings/base-map',              'web.base-map.trial'),
  look('the tiles of the auditor',    'fangsuqin',   () => '/settings/base-map',              'web.base-map.note.pmtiles'),
  look('the tokens',                  'tangweidong', () => '/settings/tokens',                'web.settings.used-at'),
  look('a token to make',             'tangweidong', () => '/settings/tokens',                'web.settings.token-will', 'web.settings.add-token'),
  look('the stations and their circles', 'tangweidong', () => '/settings/stations',           'web.settings.circles'),
  look('a station to add',            'tangweidong', () => '/settings/stations',              'web.settings.station-add-will', 'web.settings.add-station'),
  look('the regions',                 'tangweidong', () => '/settings/regions',               'web.settings.borders'),
  look('a region to add',             'tangweidong', () => '/settings/regions',               'web.settings.region-will', 'web.settings.add-region'),
  look('a border to draw',            'tangweidong', ({ region }) => `/settings/regions/${region}`, 'web.border.by-hand'),
  look('the circles to set',          'tangweidong', () => '/settings/stations',              'web.settings.circles-will', 'web.settings.set-circles'),
  look('what the county is called',   'tangweidong', () => '/settings/regions',               'web.settings.county-will', 'web.settings.name-county'),
  look('what the file decides',       'fangsuqin',   () => '/settings/installation',          'web.settings.what-it-changes'),
  look('the standards in force',      'tangweidong', () => '/settings/standards',             'web.settings.dated-title'),
  look('who changed what',            'fangsuqin',   () => '/settings/changes',               'web.settings.ledger-seq'),
  look('appearance and language',     'liuguifang',  () => '/settings/appearance',            'web.settings.note.appearance'),
  look('the first steps',             'tangweidong', () => '/welcome',                        'web.welcome.step.frame'),
  look('a station to begin with',     'tangweidong', () => '/welcome?step=station',           'web.welcome.note.station'),
  look('a logger to type in',         'tangweidong', () => '/welcome?step=device',            'web.welcome.type-in'),
  look('no page',                     'fangsuqin',   () => '/no-such-page',                   'web.not-found.title'),
]

/** English is longest where it is narrowest; at the desk it is looked at by `npm run trial`, which takes every screen in both. */
const variants = [
  { language: 'zh', screen: 'desk', lang: 'zh-CN' },
  { language: 'zh', screen: 'phone', lang: 'zh-CN' },
  { language: 'en', screen: 'phone', lang: 'en' },
] as const

let stage: Stage
let scenes: Scenes
const open = new Map<string, Promise<Visitor>>()

beforeAll(async () => {
  stage = await openStage()
  const robot = await startRobot({ key: 'pages', port: 0, now: Date.now })
  const administrator = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD)
  await administrator.call('POST /api/tokens', { body: act({ name: '市级平台', role: 'analyst' }) })
  await administrator.call('POST /api/channels', { body: act({ name: '蓝天办工作群', url: robot.url }) })
  const chain = await setScenes(stage.weike)
  const monitoring = await setMonitoringScenes(stage.weike)
  scenes = {
    ...chain,
    ...monitoring,
    staleAlert: await setStaleAlert(stage.home, monitoring.feeds.failing),
    ...(await setSourceScenes(stage.weike)),
    region: await drawTown(administrator),
    ...(await setEvaluationScenes(stage.weike)),
  }
  await eventually('the message about the alert', async () => robot.messages()[0])
  await robot.close()
})
afterAll(async () => {
  await stage?.close()
})

/** A town with a border, to be looked at on the map. */
async function drawTown(administrator: SignedIn): Promise<string> {
  const town = (await administrator.call('GET /api/regions')).items.find(({ level }) => level === 'town')
  const id = town?.id ?? ''
  const ring: [number, number][] = [
    [113.49, 29.48],
    [113.53, 29.48],
    [113.51, 29.51],
    [113.49, 29.48],
  ]
  const body = act({ expects: town?.outlineVersion ?? 0, part: 0, ring })
  await administrator.call('POST /api/regions/:id/border', { params: { id }, body })
  return id
}

/** One browser for each person, language and screen. */
function visitorFor(language: Language, screen: Screen, as: string | undefined): Promise<Visitor> {
  const key = `${language} ${screen} ${as}`
  const known = open.get(key)
  if (known) return known
  const visitor = stage.visit({ language, screen, ...(as === undefined ? {} : { as }) })
  open.set(key, visitor)
  return visitor
}

describe.each(variants)('in $language at the $screen', ({ language, screen, lang }) => {
  afterAll(leave)

  it.each(looks)('nothing is wrong with $name', async ({ name, as, path, shows, press }) => {
    const { page, watch, t, goTo, walkTo } = await visitorFor(language, screen, as)
    watch.forget()
    await (watch.documents() === 0 ? goTo : walkTo)(path(scenes))
    if (press === undefined) await expectToShow(page.locator('body'), t(shows))
    await settled(page)
    if (press !== undefined) {
      await page
        .getByRole('button', { name: t(press), exact: true })
        .first()
        .click()
      await settled(page)
    }
    await expectToShow(page.locator('body'), t(shows))
    // What is pressed may first have to be fetched, and then comes in.
    await settled(page)
    await keepPicture(page, `${name} ${language} ${screen}`)
    expect({
      lang: await page.locator('html').getAttribute('lang'),
      title: (await page.title()) !== '',
      faults: watch.faults(),
      overflow: await overflow(page),
      raw: await rawTexts(page),
      barriers: await barriers(page),
    }).toEqual({ lang, title: true, faults: [], overflow: [], raw: [], barriers: [] })
  })
})

it('every event of the chain has words, and so has who did it, in both languages', async () => {
  for (const language of ['zh', 'en'] as const) {
    const { page, goTo, context } = await stage.visit({ language, screen: 'desk', as: 'fangsuqin' })
    await goTo('/ledger?show=all')
    const rows = await page.locator('.ledger-table tbody tr').evaluateAll((all) =>
      all.map((row) => ({
        what: row.querySelector('.ledger-what')?.textContent ?? '',
        kind: row.querySelector('.ledger-kind')?.textContent ?? '',
        who: row.querySelector('.ledger-who')?.textContent ?? '',
      })),
    )
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.map(({ kind }) => kind)).toContain('feed.failing')
    expect(rows.filter(({ what, kind }) => what === '' || what === kind)).toEqual([])
    // What Weike does by itself is told in the reader's words, not in the names of its parts.
    const own = rows.map(({ who }) => who).filter((who) => /^(系统|System) /.test(who))
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter((who) => (language === 'zh' ? /[a-z]/ : /[\u4e00-\u9fff]/).test(who))).toEqual([])
    await context.close()
  }
})

/** Closes what was opened: a page that nobody looks at goes on listening to the server. */
async function leave(): Promise<void> {
  const visitors = await Promise.all(open.values())
  open.clear()
  await Promise.all(visitors.map(({ context }) => context.close()))
}

/** A word that is on the page, or names something on it. */
async function expectToShow(body: ReturnType<Visitor['page']['locator']>, word: string): Promise<void> {
  const named = body.locator(`[aria-label="${word}"]`)
  await body.getByText(word).or(named).first().waitFor({ state: 'attached' })
}

/** For whoever wants to look: WEIKE_PICTURES names a folder for a picture of each page. */
async function keepPicture(page: Visitor['page'], name: string): Promise<void> {
  const folder = process.env.WEIKE_PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name.replaceAll(' ', '-')}.png`) })
}
