import { draw } from './drawing.ts'
import { findings } from './findings.ts'
import { actOn, idOf, isTime, type Office } from './office.ts'
import { casesTold } from './told.ts'

/** What a liaison does with the cases of the unit: receives them, begins, proves with a picture that it is mended. */
export async function mendWhatIsOurs(office: Office): Promise<void> {
  const { caller, seed, actedAt } = office
  const { items } = casesTold.parse(await caller.call('GET', '/api/cases?open=true&limit=200'))
  for (const one of items) {
    const path = `/api/cases/${one.id}`
    const act = (what: string, more: object = {}) => ({
      json: actOn(office, `${what} ${one.id} ${one.version}`, { expects: one.version, ...more }),
    })
    if (one.state === 'assigned' && isTime(office, 'acknowledge-case', one.id, one.changedAt)) {
      await caller.call('POST', `${path}/acknowledge`, act('acknowledge'))
    } else if (one.state === 'acknowledged' && isTime(office, 'begin-case', one.id, one.changedAt)) {
      await caller.call('POST', `${path}/begin`, act('begin'))
    } else if (one.state === 'rectifying' && isTime(office, 'submit-case', `${one.id} ${one.version}`, one.changedAt)) {
      const finding = findings.find(({ title }) => one.title.includes(title))
      const takenAt = new Date(actedAt()).toISOString()
      const bytes = draw(finding?.scene ?? 'dust', true, `${takenAt.slice(0, 16).replace('T', ' ')} AFTER`)
      // After a return another picture is wanted.
      const photoId = idOf(`${seed} mended ${one.id} ${one.version}`)
      await caller.call('PUT', `${path}/photos/${photoId}?${new URLSearchParams({ takenAt })}`, {
        media: 'image/png',
        bytes,
      })
      await caller.call(
        'POST',
        `${path}/submit`,
        act('submit', { result: `${finding?.result ?? '已整改到位'}（模拟）` }),
      )
    }
  }
}
