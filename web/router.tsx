import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiProblem } from './api/problem.ts'
import { type Me, sessionQuery } from './api/queries.ts'
import { Trouble } from './parts/states.tsx'
import { NotFound } from './shell/not-found.tsx'
import { homeOf } from './shell/rooms.ts'
import { Shell } from './shell/shell.tsx'

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
  component: lazyRouteComponent(() => import('./features/sign-in/page.tsx'), 'SignInPage'),
})

/** Everything behind the sign-in: the session first, then the shell and the room in it. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }): Promise<{ me: Me }> => {
    try {
      return { me: await context.queries.ensureQueryData(sessionQuery) }
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href }, replace: true })
      }
      throw error
    }
  },
  component: Shell,
})

const cockpit = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { station?: string } =>
    typeof search.station === 'string' ? { station: search.station } : {},
  beforeLoad: ({ context }) => {
    const home = homeOf(context.me)
    if (home !== '/' && !context.me.acts.includes('read-readings')) throw redirect({ to: home, replace: true })
  },
  component: lazyRouteComponent(() => import('./features/cockpit/page.tsx'), 'CockpitPage'),
})

const alerts = createRoute({
  getParentRoute: () => inside,
  path: '/alerts',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' } => (search.show === 'all' ? { show: 'all' } : {}),
  component: lazyRouteComponent(() => import('./features/alerts/list-page.tsx'), 'AlertsPage'),
})

const alert = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/$id',
  component: lazyRouteComponent(() => import('./features/alerts/alert-page.tsx'), 'AlertPage'),
})

const tasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' } => (search.show === 'all' ? { show: 'all' } : {}),
  component: lazyRouteComponent(() => import('./features/tasks/list-page.tsx'), 'TasksPage'),
})

const task = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$id',
  component: lazyRouteComponent(() => import('./features/tasks/task-page.tsx'), 'TaskPage'),
})

const field = createRoute({
  getParentRoute: () => inside,
  path: '/field',
  component: lazyRouteComponent(() => import('./features/field/list-page.tsx'), 'FieldPage'),
})

const fieldTask = createRoute({
  getParentRoute: () => inside,
  path: '/field/$id',
  component: lazyRouteComponent(() => import('./features/field/task-page.tsx'), 'FieldTaskPage'),
})

const caseFilters = ['open', 'late', 'all'] as const
const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): { show?: 'late' | 'all'; view?: 'table' | 'board' } => {
    const show = caseFilters.find((each) => each === search.show)
    const view = search.view === 'table' || search.view === 'board' ? search.view : undefined
    return { ...(show && show !== 'open' ? { show } : {}), ...(view ? { view } : {}) }
  },
  component: lazyRouteComponent(() => import('./features/cases/list-page.tsx'), 'CasesPage'),
})

const oneCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$id',
  component: lazyRouteComponent(() => import('./features/cases/case-page.tsx'), 'CasePage'),
})

const monitoring = createRoute({
  getParentRoute: () => inside,
  path: '/monitoring',
  component: lazyRouteComponent(() => import('./features/monitoring/page.tsx'), 'MonitoringPage'),
})

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  component: lazyRouteComponent(() => import('./features/messages/page.tsx'), 'MessagesPage'),
})

const ledger = createRoute({
  getParentRoute: () => inside,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./features/ledger/page.tsx'), 'LedgerPage'),
})

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    cockpit,
    alerts,
    alert,
    tasks,
    task,
    field,
    fieldTask,
    cases,
    oneCase,
    monitoring,
    messages,
    ledger,
  ]),
])

export function createWebRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: ({ error, reset }) => <Trouble error={error} retry={reset} />,
  })
}
