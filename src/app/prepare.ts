import { firstRules, staleFeeds } from '../domain/alerts/model.ts'
import { addRule, rulesOf } from '../domain/alerts/service.ts'
import {
  type County,
  claimInstallation,
  countiesOf,
  foundCounty,
  installationMark,
} from '../domain/counties/service.ts'
import { addPerson } from '../domain/people/service.ts'
import type { Foundation } from '../platform/foundation.ts'
import { defaultLanguage, type Translate } from '../platform/i18n.ts'
import { idNamed } from '../platform/identity.ts'
import { Problem } from '../platform/problem.ts'
import type { Installation } from './installation.ts'

interface Teller {
  t: Translate
  say(line: string): void
}

/** Code of a county that nobody has named yet; GB/T 2260 gives no county this one. */
const UNNAMED_COUNTY_CODE = '000000'

/**
 * Makes a new installation usable: marks it as real, founds its county, and makes the first administrator with a random
 * password that is shown this once. One that has counties gets what they lack of a newer Weike.
 */
export async function prepareReal(installation: Installation, teller: Teller): Promise<void> {
  const { foundation, auth } = installation
  await claimInstallation(foundation, 'real')
  const known = await countiesOf(foundation.db)
  for (const { id } of known) await addStaleRule(foundation, id)
  if (known.length > 0) return
  const county = await foundCounty(foundation, { code: UNNAMED_COUNTY_CODE, name: teller.t('seed.county') })
  const principal = { kind: 'console', countyId: county.id } as const
  const act = () => ({ actId: foundation.ids.next(), actedAt: foundation.clocks.domain.now() })
  for (const rule of firstRules) {
    // catalogue keys: seed.rule.*
    await addRule(foundation, principal, act(), {
      ...rule,
      name: teller.t(`seed.rule.${rule.kind}-${rule.resolution}`),
    })
  }
  const password = foundation.randomness.bytes(12).toString('base64url')
  await addPerson(foundation, auth.passwords, principal, act(), {
    name: teller.t('seed.administrator'),
    roles: ['administrator'],
    unitId: null,
    signInName: 'admin',
    password,
  })
  teller.say(teller.t('cli.first-administrator', { name: 'admin', password }))
}

/**
 * Gives a county from before there were rules about feeds the one that new counties begin with, once: no rule is ever taken away,
 * and whoever does not want it switches it off.
 */
export async function addStaleRule(foundation: Foundation, countyId: string): Promise<void> {
  if ((await rulesOf(foundation.db, countyId)).some(({ kind }) => kind === staleFeeds.kind)) return
  const principal = { kind: 'console', countyId } as const
  // Two that start at once do it once.
  const act = { actId: idNamed(`weike stale rule ${countyId}`), actedAt: foundation.clocks.domain.now() }
  const t = foundation.words.translator(defaultLanguage)
  await addRule(foundation, principal, act, { ...staleFeeds, name: t('seed.rule.stale-hour') })
}

/** The county a command works in: the one named, else the only one. Prepares an installation that has none yet. */
export async function chooseCounty(
  installation: Installation,
  code: string | undefined,
  teller: Teller,
): Promise<County> {
  const { db } = installation.foundation
  if ((await installationMark(db)) !== 'demo') await prepareReal(installation, teller)
  const counties = await countiesOf(db)
  if (code === undefined) {
    const [only, second] = counties
    if (only !== undefined && second === undefined) return only
    const codes = counties.map((county) => county.code).join(', ')
    throw new Problem('target-unknown', { params: { what: 'county', id: '--county', reason: 'which-county', codes } })
  }
  const named = counties.find((county) => county.code === code)
  if (named === undefined) throw new Problem('target-unknown', { params: { what: 'county', id: code } })
  return named
}
