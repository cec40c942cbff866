import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { type RuleKind, ruleKinds } from '../src/domain/alerts/model.ts'
import { type SettingType, settingTypes } from '../src/domain/ledger/model.ts'
import { ApiProblem } from './api/problem.ts'
import { type Me, sessionQuery } from './api/queries.ts'
import { viewOfSearch, viewSearch } from './charts/view.ts'
import { alertSearch } from './features/alerts/view.ts'
import { casesSearch } from './features/cases/view.ts'
import { rotationOf } from './features/cockpit/rotation.ts'
import { compareSearch } from './features/compare/view.ts'
import { evaluationSearch } from './features/evaluation/view.ts'
import { type StationsView, stationsViews } from './features/monitoring/view.ts'
import { qualitySearch } from './features/quality/view.ts'
import { peopleSearch } from './features/settings/search.ts'
import { sourcesSearch } from './features/sources/search.ts'
import { stationSearch } from './features/stations/view.ts'
import { targetsSearch } from './features/targets/view.ts'
import { showsGuide } from './features/welcome/first-time.ts'
import { type StepKey, stepKeys } from './features/welcome/steps.ts'
import { hiddenIn, hiddenSearch } from './map/layers.ts'
import { Trouble } from './parts/states.tsx'
import { NotFound } from './shell/not-found.tsx'
import { keepPlaces } from './shell/places.ts'
import { homeOf } from './shell/rooms.ts'
import { Shell } from './shell/shell.tsx'
import { allWords } from './text/language.ts'

/** A page that is fetched when somebody goes there, with the words that it says. The cockpit's own come with the first. */
const room: typeof lazyRouteComponent = (fetched, name) =>
  lazyRouteComponent(async () => (await Promise.all([fetched(), allWords()]))[0], name)

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    // Only a path of this very site: never an address somebody else put into a link.
    typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {},
  component: room(() => import('./features/sign-in/page.tsx'), 'SignInPage'),
})

/** Nobody comes in without a session: whoever has none goes to the sign-in and comes back. */
async function guard({
  context,
  location,
}: {
  context: { queries: QueryClient }
  location: { href: string }
}): Promise<{ me: Me }> {
  try {
    return { me: await context.queries.ensureQueryData(sessionQuery) }
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href }, replace: true })
    }
    throw error
  }
}

/** Everything behind the sign-in: the session first, then the shell and the room in it. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', beforeLoad: guard, component: Shell })

/** The cockpit on the wall, without the shell. */
const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  validateSearch: (search: Record<string, unknown>): { station?: string; rotate?: number } => {
    const rotate = rotationOf(search.rotate)
    return {
      ...(typeof search.station === 'string' ? { station: search.station } : {}),
      ...(rotate === null ? {} : { rotate }),
    }
  },
  beforeLoad: guard,
  component: room(() => import('./features/cockpit/wall-page.tsx'), 'WallPage'),
})

const cockpit = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { station?: string; hide?: string } => ({
    ...(typeof search.station === 'string' ? { station: search.station } : {}),
    ...hiddenSearch(hiddenIn(search.hide)),
  }),
  beforeLoad: async ({ context }) => {
    const home = homeOf(context.me)
    if (home !== '/' && !context.me.acts.includes('read-readings')) throw redirect({ to: home, replace: true })
    if (await showsGuide(context.queries, context.me)) throw redirect({ to: '/welcome', replace: true })
  },
  component: lazyRouteComponent(() => import('./features/cockpit/page.tsx'), 'CockpitPage'),
})

const alerts = createRoute({
  getParentRoute: () => inside,
  path: '/alerts',
  validateSearch: alertSearch,
  component: room(() => import('./features/alerts/list-page.tsx'), 'AlertsPage'),
})

const alertRules = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/rules',
  component: room(() => import('./features/alerts/rules-page.tsx'), 'RulesPage'),
})

const newAlertRule = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/rules/new',
  validateSearch: (search: Record<string, unknown>): { kind?: RuleKind } => {
    const kind = ruleKinds.find((each) => each === search.kind)
    return kind ? { kind } : {}
  },
  component: room(() => import('./features/alerts/rule-page.tsx'), 'NewRulePage'),
})

const alertRule = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/rules/$id',
  component: room(() => import('./features/alerts/rule-page.tsx'), 'RulePage'),
})

const silences = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/silences',
  component: room(() => import('./features/alerts/silences-page.tsx'), 'SilencesPage'),
})

const alert = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/$id',
  validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => {
    const view = viewOfSearch({ from: String(search.from), to: String(search.to) })
    return view === null ? {} : viewSearch(view)
  },
  component: room(() => import('./features/alerts/alert-page.tsx'), 'AlertPage'),
})

const tasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' } => (search.show === 'all' ? { show: 'all' } : {}),
  component: room(() => import('./features/tasks/list-page.tsx'), 'TasksPage'),
})

const task = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$id',
  component: room(() => import('./features/tasks/task-page.tsx'), 'TaskPage'),
})

const field = createRoute({
  getParentRoute: () => inside,
  path: '/field',
  component: room(() => import('./features/field/list-page.tsx'), 'FieldPage'),
})

const fieldTask = createRoute({
  getParentRoute: () => inside,
  path: '/field/$id',
  component: room(() => import('./features/field/task-page.tsx'), 'FieldTaskPage'),
})

const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  validateSearch: casesSearch,
  component: room(() => import('./features/cases/list-page.tsx'), 'CasesPage'),
})

const oneCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$id',
  component: room(() => import('./features/cases/case-page.tsx'), 'CasePage'),
})

const sources = createRoute({
  getParentRoute: () => inside,
  path: '/sources',
  validateSearch: sourcesSearch,
  component: room(() => import('./features/sources/list-page.tsx'), 'SourcesPage'),
})

const newSource = createRoute({
  getParentRoute: () => inside,
  path: '/sources/new',
  component: room(() => import('./features/sources/new-page.tsx'), 'NewSourcePage'),
})

const source = createRoute({
  getParentRoute: () => inside,
  path: '/sources/$id',
  validateSearch: (search: Record<string, unknown>): { edit?: true } =>
    search.edit === true || search.edit === 'true' ? { edit: true } : {},
  component: room(() => import('./features/sources/source-page.tsx'), 'SourcePage'),
})

const monitoring = createRoute({
  getParentRoute: () => inside,
  path: '/monitoring',
  validateSearch: (search: Record<string, unknown>): { view?: StationsView; hide?: string } => {
    const view = stationsViews.find((each) => each === search.view)
    return { ...(view ? { view } : {}), ...hiddenSearch(hiddenIn(search.hide)) }
  },
  component: room(() => import('./features/monitoring/page.tsx'), 'MonitoringPage'),
})

const station = createRoute({
  getParentRoute: () => inside,
  path: '/stations/$code',
  validateSearch: stationSearch,
  component: room(() => import('./features/stations/station-page.tsx'), 'StationPage'),
})

const compare = createRoute({
  getParentRoute: () => inside,
  path: '/compare',
  validateSearch: compareSearch,
  component: room(() => import('./features/compare/page.tsx'), 'ComparePage'),
})

const deviceFilters = ['offline', 'errors'] as const

const devices = createRoute({
  getParentRoute: () => inside,
  path: '/devices',
  validateSearch: (search: Record<string, unknown>): { show?: (typeof deviceFilters)[number]; q?: string } => {
    const show = deviceFilters.find((each) => each === search.show)
    const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : ''
    return { ...(show ? { show } : {}), ...(q ? { q } : {}) }
  },
  component: room(() => import('./features/devices/list-page.tsx'), 'DevicesPage'),
})

const newDevice = createRoute({
  getParentRoute: () => inside,
  path: '/devices/new',
  component: room(() => import('./features/devices/new-page.tsx'), 'NewDevicePage'),
})

const deviceTabs = ['commands', 'events', 'settings'] as const

const device = createRoute({
  getParentRoute: () => inside,
  path: '/devices/$id',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: (typeof deviceTabs)[number]; month?: string; day?: string } => {
    const tab = deviceTabs.find((each) => each === search.tab)
    const month = /^\d{4}-(0[1-9]|1[0-2])$/.exec(String(search.month))?.[0]
    const day = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.exec(String(search.day))?.[0]
    return { ...(tab ? { tab } : {}), ...(month ? { month } : {}), ...(day ? { day } : {}) }
  },
  component: room(() => import('./features/devices/device-page.tsx'), 'DevicePage'),
})

/** An MN as an address holds it: digits alone come as a number. */
function mnOf(search: Record<string, unknown>): string | undefined {
  const { mn } = search
  return (typeof mn === 'string' && mn !== '') || typeof mn === 'number' ? String(mn) : undefined
}

const quarantine = createRoute({
  getParentRoute: () => inside,
  path: '/quarantine',
  validateSearch: (search: Record<string, unknown>): { mn?: string } => {
    const mn = mnOf(search)
    return mn === undefined ? {} : { mn }
  },
  component: room(() => import('./features/quarantine/page.tsx'), 'QuarantinePage'),
})

const adopt = createRoute({
  getParentRoute: () => inside,
  path: '/quarantine/adopt',
  validateSearch: (search: Record<string, unknown>): { mn?: string; step?: 2 | 3 } => {
    const mn = mnOf(search)
    const step = ([2, 3] as const).find((each) => each === search.step)
    return { ...(mn === undefined ? {} : { mn }), ...(step ? { step } : {}) }
  },
  component: room(() => import('./features/quarantine/adopt-page.tsx'), 'AdoptPage'),
})

const quality = createRoute({
  getParentRoute: () => inside,
  path: '/quality',
  validateSearch: qualitySearch,
  component: room(() => import('./features/quality/page.tsx'), 'QualityPage'),
})

const imports = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  component: room(() => import('./features/imports/list-page.tsx'), 'ImportsPage'),
})

const oneImport = createRoute({
  getParentRoute: () => inside,
  path: '/import/$id',
  component: room(() => import('./features/imports/job-page.tsx'), 'ImportPage'),
})

const evaluation = createRoute({
  getParentRoute: () => inside,
  path: '/evaluation',
  validateSearch: evaluationSearch,
  component: room(() => import('./features/evaluation/page.tsx'), 'EvaluationPage'),
})

const targets = createRoute({
  getParentRoute: () => inside,
  path: '/targets',
  validateSearch: targetsSearch,
  component: room(() => import('./features/targets/page.tsx'), 'TargetsPage'),
})

const feeds = createRoute({
  getParentRoute: () => inside,
  path: '/feeds',
  validateSearch: (search: Record<string, unknown>): { show?: 'trouble' } =>
    search.show === 'trouble' ? { show: 'trouble' } : {},
  component: room(() => import('./features/feeds/list-page.tsx'), 'FeedsPage'),
})

const newFeed = createRoute({
  getParentRoute: () => inside,
  path: '/feeds/new',
  component: room(() => import('./features/feeds/edit-page.tsx'), 'NewFeedPage'),
})

const feed = createRoute({
  getParentRoute: () => inside,
  path: '/feeds/$id',
  component: room(() => import('./features/feeds/feed-page.tsx'), 'FeedPage'),
})

const editFeed = createRoute({
  getParentRoute: () => inside,
  path: '/feeds/$id/edit',
  component: room(() => import('./features/feeds/edit-page.tsx'), 'EditFeedPage'),
})

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  component: room(() => import('./features/messages/page.tsx'), 'MessagesPage'),
})

const ledger = createRoute({
  getParentRoute: () => inside,
  path: '/ledger',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' } => (search.show === 'all' ? { show: 'all' } : {}),
  component: room(() => import('./features/ledger/page.tsx'), 'LedgerPage'),
})

const settingsOverview = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: room(() => import('./features/settings/overview-page.tsx'), 'SettingsPage'),
})

const settingsPeople = createRoute({
  getParentRoute: () => inside,
  path: '/settings/people',
  validateSearch: peopleSearch,
  component: room(() => import('./features/settings/people-page.tsx'), 'PeoplePage'),
})

const settingsUnits = createRoute({
  getParentRoute: () => inside,
  path: '/settings/units',
  component: room(() => import('./features/settings/units-page.tsx'), 'UnitsPage'),
})

const settingsTokens = createRoute({
  getParentRoute: () => inside,
  path: '/settings/tokens',
  component: room(() => import('./features/settings/tokens-page.tsx'), 'TokensPage'),
})

const settingsStations = createRoute({
  getParentRoute: () => inside,
  path: '/settings/stations',
  component: room(() => import('./features/settings/stations-page.tsx'), 'StationsPage'),
})

const settingsRegions = createRoute({
  getParentRoute: () => inside,
  path: '/settings/regions',
  component: room(() => import('./features/settings/regions-page.tsx'), 'RegionsPage'),
})

const settingsRegion = createRoute({
  getParentRoute: () => inside,
  path: '/settings/regions/$id',
  validateSearch: (search: Record<string, unknown>): { part?: number } => {
    const part = Number(search.part)
    return Number.isInteger(part) && part > 1 ? { part } : {}
  },
  component: room(() => import('./features/settings/region-page.tsx'), 'RegionPage'),
})

const settingsBaseMap = createRoute({
  getParentRoute: () => inside,
  path: '/settings/base-map',
  component: room(() => import('./features/settings/base-map-page.tsx'), 'BaseMapPage'),
})

const settingsInstallation = createRoute({
  getParentRoute: () => inside,
  path: '/settings/installation',
  component: room(() => import('./features/settings/installation-page.tsx'), 'InstallationPage'),
})

const settingsStandards = createRoute({
  getParentRoute: () => inside,
  path: '/settings/standards',
  component: room(() => import('./features/settings/standards-page.tsx'), 'StandardsPage'),
})

const settingsChanges = createRoute({
  getParentRoute: () => inside,
  path: '/settings/changes',
  validateSearch: (search: Record<string, unknown>): { type?: SettingType } => {
    const type = settingTypes.find((each) => each === search.type)
    return type ? { type } : {}
  },
  component: room(() => import('./features/settings/changes-page.tsx'), 'ChangesPage'),
})

const settingsAppearance = createRoute({
  getParentRoute: () => inside,
  path: '/settings/appearance',
  component: room(() => import('./features/settings/appearance-page.tsx'), 'AppearancePage'),
})

const welcome = createRoute({
  getParentRoute: () => inside,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { step?: StepKey } => {
    const step = stepKeys.find((each) => each === search.step)
    return step ? { step } : {}
  },
  component: room(() => import('./features/welcome/page.tsx'), 'WelcomePage'),
})

const tree = root.addChildren([
  signIn,
  wall,
  inside.addChildren([
    cockpit,
    alerts,
    alert,
    alertRules,
    newAlertRule,
    alertRule,
    silences,
    tasks,
    task,
    field,
    fieldTask,
    cases,
    oneCase,
    sources,
    newSource,
    source,
    monitoring,
    station,
    compare,
    devices,
    newDevice,
    device,
    quarantine,
    adopt,
    quality,
    imports,
    oneImport,
    evaluation,
    targets,
    feeds,
    newFeed,
    feed,
    editFeed,
    messages,
    ledger,
    settingsOverview,
    settingsPeople,
    settingsUnits,
    settingsTokens,
    settingsStations,
    settingsRegions,
    settingsRegion,
    settingsBaseMap,
    settingsInstallation,
    settingsStandards,
    settingsChanges,
    settingsAppearance,
    welcome,
  ]),
])

/** Which step of a page of several. */
function stepOf(location: { search: { step?: unknown } } | undefined): unknown {
  return location?.search.step
}

export function createWebRouter(queries: QueryClient) {
  // Another page or step begins at its top; a filter or an opened row of the same one leaves a person where they are.
  let isOtherPage = true
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // Places in a page are kept by our own (places.ts); the router's is for an address that names one.
    scrollRestoration: ({ location }) => location.hash !== '',
    defaultErrorComponent: ({ error, reset }) => <Trouble error={error} retry={reset} />,
  })
  router.subscribe('onBeforeLoad', ({ pathChanged, fromLocation, toLocation }) => {
    isOtherPage = pathChanged || stepOf(fromLocation) !== stepOf(toLocation)
  })
  keepPlaces(router, { isOther: () => isOtherPage, isComing: () => queries.isFetching() > 0 })
  return router
}
