import type { Passwords } from '../../platform/auth/passwords.ts'
import type { Sessions } from '../../platform/auth/sessions.ts'
import type { SignIn } from '../../platform/auth/sign-in.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { csrfTokenOf } from '../../platform/http/security.ts'
import { ledgerFeed } from '../../platform/live/feed.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { reachFor } from '../access/decide.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { Principal } from '../access/model.ts'
import { acts } from '../access/table.ts'
import { countyById } from '../counties/service.ts'
import type { peopleApi } from './api.ts'
import {
  addPerson,
  addUnit,
  changePerson,
  changeUnit,
  erasePerson,
  givePassword,
  listPeople,
  listRegister,
  listUnits,
  noteSignIn,
  principalOf,
  resumePerson,
  suspendPerson,
  unitsOf,
} from './service.ts'

type Me = Reply<(typeof peopleApi)['GET /api/session']>

/** HTTP of the people room: signing in and out, people, units. */
export function peopleRoutes(
  foundation: Foundation,
  auth: { signIn: SignIn; sessions: Sessions; passwords: Passwords },
  installation: { demo: boolean; speed: number },
  sessionEnded: (countyId: string, sessionId: string) => void,
): RoomHandlers<typeof peopleApi> {
  const describe = async (principal: Principal, csrf: string): Promise<Me> => {
    if (principal.kind !== 'person') throw new Problem('not-signed-in')
    const place = await ledgerFeed(foundation.db).head(principal.countyId)
    const units = await unitsOf(foundation.db, principal.countyId)
    const county = await countyById(foundation.db, principal.countyId)
    return {
      personId: principal.personId,
      name: principal.name,
      roles: [...principal.roles],
      unit: units.find((unit) => unit.id === principal.unitId)?.name ?? null,
      county: { id: county.id, name: county.name, demo: installation.demo },
      acts: acts.filter((act) => reachFor(principal, act) !== '-'),
      now: isoShanghai(foundation.clocks.domain.now()),
      speed: installation.speed,
      place,
      csrf,
    }
  }
  return {
    'POST /api/session': async ({ body }, { credentials, setSession }) => {
      const account = await auth.signIn.check({ ...body, address: credentials.address })
      // A person who was suspended or erased has an account no more than a stranger.
      const before = await principalOf(foundation.db, { ...account, id: '' })
      if (before === null) throw new Problem('sign-in-failed')
      const started = await auth.sessions.start(account)
      setSession(started.secret, started.maxAgeSeconds)
      await noteSignIn(foundation.db, account.countyId, account.personId, foundation.clocks.wall.now())
      return describe({ ...before, sessionId: started.session.id }, started.csrfToken)
    },
    'GET /api/session': (_call, { principal, credentials }) =>
      describe(principal, credentials.sessionSecret === null ? '' : csrfTokenOf(credentials.sessionSecret)),
    'DELETE /api/session': async (_call, { principal, clearSession }) => {
      if (principal.kind === 'person') {
        await auth.sessions.end(principal.countyId, principal.sessionId)
        sessionEnded(principal.countyId, principal.sessionId)
      }
      clearSession()
      return { signedOut: true }
    },
    'GET /api/people': async ({ query }, { principal }) => ({
      items: (await listPeople(foundation, principal, query.role)).map((person) => ({
        id: person.id,
        name: person.name,
        roles: [...person.roles],
        unitId: person.unitId,
        unit: person.unit?.name ?? null,
        regionId: person.regionId,
        region: person.region?.name ?? '',
        openTasks: person.openTasks,
      })),
    }),
    'GET /api/people/register': async (_call, { principal }) => ({
      items: (await listRegister(foundation, principal)).map((person) => ({
        id: person.id,
        name: person.name,
        roles: [...person.roles],
        unitId: person.unitId,
        unit: person.unit?.name ?? null,
        regionId: person.regionId,
        region: person.region?.name ?? '',
        state: person.state === 'suspended' ? 'suspended' : 'active',
        signInName: person.signInName,
        signedInAt: person.signedInAt === null ? null : isoShanghai(person.signedInAt),
        openTasks: person.openTasks,
        version: person.version,
      })),
    }),
    'POST /api/people': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return addPerson(foundation, auth.passwords, principal, envelope(body), wanted)
    },
    'POST /api/people/:id': ({ params, body }, { principal }) => {
      const { name, roles, unitId, regionId } = body
      return changePerson(foundation, principal, envelopeOn(body), params.id, { name, roles, unitId, regionId })
    },
    'POST /api/people/:id/suspend': ({ params, body }, { principal }) =>
      suspendPerson(foundation, principal, envelopeOn(body), params.id, sessionEnded),
    'POST /api/people/:id/resume': ({ params, body }, { principal }) =>
      resumePerson(foundation, principal, envelopeOn(body), params.id),
    'POST /api/people/:id/password': ({ params, body }, { principal }) =>
      givePassword(
        { foundation, passwords: auth.passwords, sessionEnded },
        principal,
        envelopeOn(body),
        params.id,
        body.password,
      ),
    'POST /api/people/:id/erase': ({ params, body }, { principal }) =>
      erasePerson(foundation, principal, envelope(body), params.id, sessionEnded),
    'GET /api/units': async (_call, { principal }) => ({
      items: (await listUnits(foundation, principal)).map(({ id, name, kind, regionId, version }) => ({
        id,
        name,
        kind,
        regionId,
        version,
      })),
    }),
    'POST /api/units': ({ body }, { principal }) => {
      const { name, kind, regionId } = body
      return addUnit(foundation, principal, envelope(body), { name, kind, regionId })
    },
    'POST /api/units/:id': ({ params, body }, { principal }) => {
      const { name, kind, regionId } = body
      return changeUnit(foundation, principal, envelopeOn(body), params.id, { name, kind, regionId })
    },
  }
}
