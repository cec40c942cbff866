import { reasonsToReturn, unitsOfClass } from './findings.ts'
import { actOn, isTime, type Office } from './office.ts'
import { chosen, isSo } from './temper.ts'
import { alertsTold, alertTold, casesTold, caseTold, peopleTold, unitsTold } from './told.ts'

/** Rectification in so many hours, one of them. */
const deadlines = [24, 48, 72] as const
/** How often a first rectification is not good enough. */
const RETURNED = 0.25
/** Somebody is sent to an alert of the last hours; what is older is left. [ms] */
const STILL_WORTH_IT_MS = 3 * 3_600_000

/** What a dispatcher does with what waits: sees alerts, sends people, hands cases over, judges what was submitted. */
export async function dispatch(office: Office): Promise<void> {
  await lookAtAlerts(office)
  await lookAtCases(office)
}

async function lookAtAlerts(office: Office): Promise<void> {
  const { caller, now } = office
  const { items } = alertsTold.parse(await caller.call('GET', '/api/alerts?limit=50'))
  for (const alert of items) {
    if (alert.state === 'resolved' || now() - Date.parse(alert.raisedAt) > STILL_WORTH_IT_MS) continue
    const path = `/api/alerts/${alert.id}`
    if (alert.state === 'open' && isTime(office, 'acknowledge-alert', alert.id, alert.raisedAt)) {
      const act = actOn(office, `acknowledge ${alert.id}`, { expects: alert.version })
      await caller.call('POST', `${path}/acknowledge`, { json: act })
    }
    if (!isTime(office, 'send-task', alert.id, alert.raisedAt)) continue
    const { tasks } = alertTold.parse(await caller.call('GET', path))
    if (tasks.length > 0) continue
    const people = peopleTold.parse(await caller.call('GET', '/api/people?role=grid-member')).items
    // Who has least to do, among equals one of them.
    const least = Math.min(...people.map(({ openTasks }) => openTasks))
    const idle = people.filter(({ openTasks }) => openTasks === least)
    const assignee = chosen(office.seed, `who for ${alert.id}`, idle)
    if (assignee === undefined) continue
    const instruction = '请到站点上风向查看扬尘、焚烧和烟囱情况，拍照上报（模拟）'
    const act = actOn(office, `send ${alert.id}`, { alertId: alert.id, assigneeId: assignee.id, instruction })
    await caller.call('POST', '/api/tasks', { json: act })
  }
}

async function lookAtCases(office: Office): Promise<void> {
  const { caller, seed } = office
  const { items } = casesTold.parse(await caller.call('GET', '/api/cases?open=true&limit=200'))
  for (const one of items) {
    const path = `/api/cases/${one.id}`
    const acted = (what: string, more: object) => ({
      json: actOn(office, `${what} ${one.id} ${one.version}`, { expects: one.version, ...more }),
    })
    if (one.state === 'reported' && isTime(office, 'assign-case', one.id, one.changedAt)) {
      const unitId = await unitFor(office, one)
      if (unitId === undefined) continue
      const dueInHours = chosen(seed, `deadline of ${one.id}`, deadlines)
      await caller.call('POST', `${path}/assign`, acted('assign', { unitId, dueInHours }))
    } else if (one.state === 'submitted' && isTime(office, 'judge-case', `${one.id} ${one.version}`, one.changedAt)) {
      const { story, may } = caseTold.parse(await caller.call('GET', path))
      const wasReturned = story.some(({ kind }) => kind === 'case.returned')
      if (!wasReturned && may.includes('return') && isSo(seed, `returned ${one.id}`, RETURNED)) {
        const reason = chosen(seed, `why ${one.id}`, reasonsToReturn)
        await caller.call('POST', `${path}/return`, acted('return', { reason }))
      } else if (may.includes('verify')) {
        await caller.call('POST', `${path}/verify`, acted('verify', { opinion: '现场核查属实（模拟）' }))
      }
    } else if (one.state === 'verified' && isTime(office, 'close-case', one.id, one.changedAt)) {
      await caller.call('POST', `${path}/close`, acted('close', {}))
    }
  }
}

async function unitFor(
  { caller, seed }: Office,
  { id, sourceClass }: { id: string; sourceClass: keyof typeof unitsOfClass },
): Promise<string | undefined> {
  const { items } = unitsTold.parse(await caller.call('GET', '/api/units'))
  const there = unitsOfClass[sourceClass].flatMap((name) => items.filter((unit) => unit.name === name))
  return chosen(seed, `unit for ${id}`, there)?.id
}
