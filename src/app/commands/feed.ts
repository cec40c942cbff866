import { setTimeout as wait } from 'node:timers/promises'
import { askForPull } from '../../domain/feeds/service.ts'
import { type FeedView, listFeeds, pageOfPulls, type Seeing } from '../../domain/feeds/views.ts'
import { faultWords } from '../../domain/feeds/wording.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { type Command, installationOptions } from './command.ts'
import { type Console, withInstallation } from './with-installation.ts'

/** A server looks for what is due every few seconds; a pull itself may take its time. [ms] */
const PATIENCE_MS = 120_000
const LOOK_EVERY_MS = 500

const seeing = ({ installation: { foundation, readings } }: Console): Seeing => ({ foundation, readings })
const instant = (at: number | null) => (at === null ? null : isoShanghai(at))

export const feedList: Command = {
  name: 'feed list',
  key: 'feed-list',
  operands: '',
  takes: [0, 0],
  options: [...installationOptions],
  run(context) {
    const { t } = context
    return withInstallation(context, async (console) => {
      for (const { feed, state, gaps, givenUp } of await listFeeds(seeing(console), console.principal)) {
        const { name, kind, brings, fault } = feed
        const told = fault === null ? null : faultWords(fault, t).what
        const times = { newest: instant(feed.newestEnd), lastSuccess: instant(feed.lastSuccessAt) }
        context.print(JSON.stringify({ name, kind, brings, state, ...times, gaps, givenUp, fault: told }))
      }
      return 0
    })
  },
}

export const feedPull: Command = {
  name: 'feed pull',
  key: 'feed-pull',
  operands: 'NAME',
  takes: [1, 1],
  options: [...installationOptions],
  run(context) {
    const [name = ''] = context.given.words
    const { t } = context
    return withInstallation(context, async (console) => {
      const { feed } = await feedNamed(console, name)
      const pullsOf = async () =>
        (await pageOfPulls(seeing(console), console.principal, feed.id, { limit: 1 })).items[0]
      const before = (await pullsOf())?.id
      await askForPull(console.installation.foundation, console.principal, console.act(), feed.id)
      const { wall } = console.installation.foundation.clocks
      // The server pulls; the console only asks it to, so that nothing is pulled twice at once.
      for (const until = wall.now() + PATIENCE_MS; wall.now() < until; await wait(LOOK_EVERY_MS)) {
        const pull = await pullsOf()
        if (pull === undefined || pull.id === before || pull.state === 'taking') continue
        const { state, rowCount: rows, newHours, revisedHours, refused, fault } = pull
        const told = fault === null ? null : faultWords(fault, t)
        context.print(JSON.stringify({ state, rows, newHours, revisedHours, refused, fault: told }))
        return state === 'failed' ? 1 : 0
      }
      context.say(t('cli.feed-pull.nobody'))
      return 1
    })
  },
}

/** @throws Problem `target-unknown` */
async function feedNamed(console: Console, name: string): Promise<FeedView> {
  const found = (await listFeeds(seeing(console), console.principal)).find(({ feed }) => feed.name === name)
  if (found === undefined) throw new Problem('target-unknown', { params: { what: 'feed', id: name } })
  return found
}
