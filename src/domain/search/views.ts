import type { Foundation } from '../../platform/foundation.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { Act } from '../access/table.ts'
import { alertsByNumber } from '../alerts/service.ts'
import { findCases } from '../cases/views.ts'
import { listDevices } from '../devices/service.ts'
import { askSources } from '../sources/views.ts'
import { listStations, stationsOf } from '../stations/service.ts'
import { findTasks } from '../tasks/views.ts'
import { contains, type Found, inOrder } from './model.ts'

/** Of each kind at most; who wants more goes to the room and filters there. */
const MOST_OF_A_KIND = 6

type Finder = (foundation: Foundation, principal: Principal, text: string) => Promise<Found[]>

/** What each room finds, and the act without which its door is shut. */
const finders: readonly { act: Act; find: Finder }[] = [
  { act: 'read-stations', find: stations },
  { act: 'read-devices', find: devices },
  { act: 'read-alerts', find: alerts },
  { act: 'read-task', find: tasks },
  { act: 'read-case', find: cases },
  { act: 'read-sources', find: sources },
]

/** What fits a word of all that the principal may read, each room answering for its own. */
export async function search(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const open = finders.filter(({ act }) => reachFor(principal, act) !== '-')
  const found = await Promise.all(open.map(({ find }) => find(foundation, principal, text)))
  return inOrder(
    found.flatMap((some) => some.slice(0, MOST_OF_A_KIND)),
    text,
  )
}

async function stations(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const all = await listStations(foundation, principal)
  return all
    .filter(({ code, name }) => contains(text, code, name))
    .map(({ code, name }) => ({ kind: 'station', id: code, number: code, title: name, place: '' }))
}

async function devices(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const [all, stations] = await Promise.all([
    listDevices(foundation, principal),
    stationsOf(foundation.db, principal.countyId),
  ])
  return all
    .map(({ device, binding }) => ({
      kind: 'device' as const,
      id: device.id,
      number: device.mn,
      title: stations.find(({ id }) => id === binding?.subjectId)?.name ?? '',
      place: '',
    }))
    .filter(({ number, title }) => contains(text, number, title))
}

async function alerts(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const some = await alertsByNumber(foundation, principal, text, MOST_OF_A_KIND)
  return some.map(({ alert, rule, station }) => ({
    kind: 'alert',
    id: alert.id,
    number: alert.number,
    title: rule.name,
    place: station.name,
  }))
}

async function tasks(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const some = await findTasks(foundation, principal, text, MOST_OF_A_KIND)
  return some.map(({ id, number, instruction, alert }) => ({
    kind: 'task',
    id,
    number,
    title: instruction ?? alert.stationName,
    place: instruction === null ? '' : alert.stationName,
  }))
}

async function cases(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const some = await findCases(foundation, principal, text, MOST_OF_A_KIND)
  return some.map(({ id, number, title, regionName }) => ({ kind: 'case', id, number, title, place: regionName }))
}

async function sources(foundation: Foundation, principal: Principal, text: string): Promise<Found[]> {
  const ask = await askSources(foundation, principal, { q: text, state: 'all' })
  const { items } = await ask(undefined, MOST_OF_A_KIND)
  return items.map(({ id, code, name, regionName }) => ({
    kind: 'source',
    id,
    number: code,
    title: name,
    place: regionName,
  }))
}
