import { randomUUID } from 'node:crypto'
import type { SignedIn } from '../../setup/api-client.ts'

/** What the demo has, by which its screens are addressed. */
export interface DemoIds {
  alert: string
  rule: string
  /** A case with pictures, and one on its way. */
  closed: string
  underway: string
  /** A task of the grid member who looks at the field's screens, and the newest of all. */
  fieldTask: string
  task: string
  source: string
  device: string
  feed: string
  import: string
  stranger: string
  /** One whose border is known. */
  region: string
}

/** One screen of Weike with the demo's data in it. */
export interface DemoScreen {
  name: string
  /** Null: nobody has signed in. */
  as: string | null
  path: (ids: DemoIds) => string
}

const screen = (name: string, as: string | null, path: string | DemoScreen['path']) => ({
  name,
  as,
  path: typeof path === 'string' ? () => path : path,
})

// biome-ignore format: a table to proof-read
export const demoScreens: readonly DemoScreen[] = [
  screen('sign-in',             null,          '/sign-in'),
  screen('cockpit',             'chenyiming',  '/'),
  screen('wall',                'chenyiming',  '/wall'),
  screen('monitoring',          'chenyiming',  '/monitoring'),
  screen('monitoring-cards',    'chenyiming',  '/monitoring?view=cards'),
  screen('monitoring-map',      'chenyiming',  '/monitoring?view=map'),
  screen('station',             'chenyiming',  '/stations/QY001'),
  screen('station-year',        'chenyiming',  '/stations/QY001?resolution=day&span=1y'),
  screen('station-readings',    'chenyiming',  '/stations/QY101?tab=data'),
  screen('compare',             'chenyiming',  '/compare?stations=QY001,QY101&factors=a34004,a05024'),
  screen('devices',             'tangweidong', '/devices'),
  screen('device',              'tangweidong', ({ device }) => `/devices/${device}`),
  screen('device-commands',     'tangweidong', ({ device }) => `/devices/${device}?tab=commands`),
  screen('device-events',       'tangweidong', ({ device }) => `/devices/${device}?tab=events`),
  screen('device-settings',     'tangweidong', ({ device }) => `/devices/${device}?tab=settings`),
  screen('device-new',          'tangweidong', '/devices/new'),
  screen('quarantine',          'tangweidong', '/quarantine'),
  screen('quarantine-adopt',    'tangweidong', ({ stranger }) => `/quarantine/adopt?mn=${stranger}`),
  screen('quality',             'xuyan',       '/quality'),
  screen('quality-corrections', 'xuyan',       '/quality?tab=corrections'),
  screen('quality-rules',       'xuyan',       '/quality?tab=rules'),
  screen('import',              'xuyan',       '/import'),
  screen('import-done',         'xuyan',       (ids) => `/import/${ids.import}`),
  screen('feeds',               'tangweidong', '/feeds'),
  screen('feed',                'tangweidong', ({ feed }) => `/feeds/${feed}`),
  screen('feed-edit',           'tangweidong', ({ feed }) => `/feeds/${feed}/edit`),
  screen('evaluation',          'xuyan',       '/evaluation'),
  screen('evaluation-year',     'xuyan',       '/evaluation?tab=year'),
  screen('evaluation-ranking',  'xuyan',       '/evaluation?tab=ranking'),
  screen('evaluation-change',   'xuyan',       '/evaluation?tab=change'),
  screen('evaluation-excluded', 'xuyan',       '/evaluation?tab=exclusions'),
  screen('targets',             'chenyiming',  '/targets'),
  screen('alerts',              'chenyiming',  '/alerts?show=all'),
  screen('alert',               'chenyiming',  ({ alert }) => `/alerts/${alert}`),
  screen('rules',               'chenyiming',  '/alerts/rules'),
  screen('rule',                'chenyiming',  ({ rule }) => `/alerts/rules/${rule}`),
  screen('rule-new',            'chenyiming',  '/alerts/rules/new?kind=threshold'),
  screen('silences',            'chenyiming',  '/alerts/silences'),
  screen('tasks',               'chenyiming',  '/tasks?show=all'),
  screen('task',                'chenyiming',  ({ task }) => `/tasks/${task}`),
  screen('cases-board',         'chenyiming',  '/cases?show=all&view=board'),
  screen('cases-table',         'chenyiming',  '/cases?show=all&view=table'),
  screen('cases-map',           'chenyiming',  '/cases?view=map'),
  screen('case',                'chenyiming',  ({ closed }) => `/cases/${closed}`),
  screen('case-underway',       'chenyiming',  ({ underway }) => `/cases/${underway}`),
  screen('sources',             'chenyiming',  '/sources'),
  screen('source',              'chenyiming',  ({ source }) => `/sources/${source}`),
  screen('messages',            'tangweidong', '/messages'),
  screen('ledger',              'fangsuqin',   '/ledger'),
  screen('settings',            'tangweidong', '/settings'),
  screen('settings-people',     'tangweidong', '/settings/people'),
  screen('settings-units',      'tangweidong', '/settings/units'),
  screen('settings-tokens',     'tangweidong', '/settings/tokens'),
  screen('settings-stations',   'tangweidong', '/settings/stations'),
  screen('settings-regions',    'tangweidong', '/settings/regions'),
  screen('settings-region',     'tangweidong', ({ region }) => `/settings/regions/${region}`),
  screen('settings-base-map',   'tangweidong', '/settings/base-map'),
  screen('settings-standards',  'tangweidong', '/settings/standards'),
  screen('settings-changes',    'tangweidong', '/settings/changes'),
  screen('settings-appearance', 'tangweidong', '/settings/appearance'),
  screen('settings-installation', 'tangweidong', '/settings/installation'),
  screen('field-list',          'liuguifang',  '/field'),
  screen('field-task',          'liuguifang',  ({ fieldTask }) => `/field/${fieldTask}`),
]

/** Looks up what the demo has. @throws Error naming what it has none of */
export async function demoIds(as: (signInName: string) => Promise<SignedIn>): Promise<DemoIds> {
  const [dispatcher, administrator, analyst, grid] = await Promise.all(
    ['chenyiming', 'tangweidong', 'xuyan', 'liuguifang'].map(as),
  )
  if (!dispatcher || !administrator || !analyst || !grid) throw new Error('nobody came')
  const all = { query: { limit: 200 } }
  const cases = (await dispatcher.call('GET /api/cases', all)).items
  const alerts = (await dispatcher.call('GET /api/alerts', all)).items
  const alert = first('alert', alerts, ({ ruleName }) => ruleName.includes('PM2.5')).id
  if ((await grid.call('GET /api/tasks', all)).items.length === 0) await send(dispatcher, alert, grid.me.personId)
  const tasks = (await dispatcher.call('GET /api/tasks', all)).items
  const rules = (await dispatcher.call('GET /api/rules')).items
  const feeds = (await administrator.call('GET /api/feeds')).items
  const strangers = (await administrator.call('GET /api/quarantine/devices')).items
  const devices = (await administrator.call('GET /api/devices')).items
  const regions = (await administrator.call('GET /api/regions')).items
  const imports = (await analyst.call('GET /api/imports')).items
  return {
    alert,
    rule: first('rule', rules).id,
    closed: first('closed case', cases, ({ state }) => state === 'closed').id,
    underway: first('case under way', cases, ({ state }) => state === 'rectifying').id,
    fieldTask: first('task in the field', (await grid.call('GET /api/tasks', all)).items).id,
    task: first('task', tasks).id,
    source: first('source', (await dispatcher.call('GET /api/sources', all)).items).id,
    device: first('logger', devices, ({ kind }) => kind === 'hj212').id,
    feed: first('feed', feeds).id,
    import: first('file that was brought in', imports, ({ state }) => state === 'done').id,
    stranger: first('stranger', strangers).mn,
    region: first('region', regions, ({ level }) => level === 'town').id,
  }
}

/** Who has nothing to do in the field gets something: which of them the alerts of a day fall to is the wind's affair. */
async function send(dispatcher: SignedIn, alertId: string, assigneeId: string): Promise<void> {
  const { me } = dispatcher
  const body = {
    actId: randomUUID(),
    actedAt: me.now,
    alertId,
    assigneeId,
    instruction: '到站点周边看看有无明火',
    dueInMinutes: 60,
  }
  await dispatcher.call('POST /api/tasks', { body })
}

function first<T>(what: string, among: readonly T[], is: (one: T) => boolean = () => true): T {
  const found = among.find(is)
  if (found === undefined) throw new Error(`the demo has no ${what}`)
  return found
}
