import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { stationOr404 } from '../stations/service.ts'
import {
  isNoisy,
  limitUnit,
  type NoisyLimits,
  type Rule,
  type RuleDraft,
  type RuleRecord,
  usualNoisy,
} from './model.ts'
import { recordsOf } from './record.ts'
import { insertRule, ruleForUpdate, rulesOf, updateRule } from './store.ts'
import { unfit } from './table.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/** A rule with how often it was right. */
export interface KnownRule {
  rule: Rule
  record: RuleRecord
  /** It was wrong too often: whoever changes it next has to say why it goes on. */
  isNoisy: boolean
}

/** What a county calls noisy. */
export type NoisyOf = (countyId: string) => NoisyLimits

const usualNoisyOf: NoisyOf = () => usualNoisy

export async function listRules(
  foundation: Foundation,
  principal: Principal,
  noisyOf: NoisyOf = usualNoisyOf,
): Promise<KnownRule[]> {
  const { countyId } = principal
  allow(principal, 'read-rules', countyScope(countyId))
  const [rules, records] = await Promise.all([rulesOf(foundation.db, countyId), recordsOf(foundation.db, countyId)])
  return rules.map((rule) => known(rule, records, noisyOf(countyId)))
}

function known(rule: Rule, records: ReadonlyMap<string, RuleRecord>, limits: NoisyLimits): KnownRule {
  const record = records.get(rule.id) ?? {
    raised: 0,
    silenced: 0,
    byVerdict: { true: 0, weather: 0, instrument: 0 },
    sinceApproval: { verified: 0, right: 0 },
  }
  return { rule, record, isNoisy: isNoisy(record, limits) }
}

/** @throws Problem `rule-unfit`, `target-unknown` (station) */
async function fitting(db: Db, countyId: string, wanted: RuleDraft): Promise<string> {
  const reason = unfit(wanted)
  if (reason !== null) throw new Problem('rule-unfit', { params: { reason } })
  if (wanted.stationId !== null) await stationOr404(db, countyId, wanted.stationId)
  return limitUnit(wanted.kind, wanted.resolution, wanted.factor)
}

/** Adds a rule. The id of the act becomes the id of the rule. @throws Problem `not-allowed`, `rule-unfit`, `target-unknown` */
export async function addRule(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: RuleDraft,
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-rules', countyScope(countyId))
  const request = { countyId, ...act, kind: 'add-rule', actor: actorOf(principal), input: asJson(wanted) }
  return performAct(foundation, request, async ({ trx, record, receivedAt }) => {
    const unit = await fitting(trx, countyId, wanted)
    const rule: Rule = { ...wanted, unit, countyId, id: act.actId, approvedAt: receivedAt, version: 1 }
    await insertRule(trx, rule)
    const subject = { type: 'rule', id: rule.id, version: 1 }
    await record({ kind: 'rule.added', subject, data: asJson({ ...wanted, unit }) })
    return { id: rule.id }
  })
}

/**
 * Changes a rule, or says that it goes on as it is. One that was wrong too often needs a reason; with that it is approved
 * again, and its record begins anew.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `rule-unfit`, `reason-needed`, `target-unknown`
 */
export async function changeRule(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  { reason, ...wanted }: RuleDraft & { reason?: string | undefined },
  noisyOf: NoisyOf = usualNoisyOf,
): Promise<KnownRule> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'manage-rules', countyScope(countyId))
  const input = asJson({ id, expects, reason: reason ?? null, ...wanted })
  const request = { countyId, ...envelope, kind: 'change-rule', actor: actorOf(principal), input }
  await performAct(foundation, request, async ({ trx, record, receivedAt, keepText }) => {
    const rule = await ruleForUpdate(trx, countyId, id)
    if (rule === undefined) throw new Problem('not-found', { params: { type: 'rule', id } })
    if (rule.version !== expects) throw new Problem('version-conflict', { params: { version: rule.version } })
    if (rule.kind !== wanted.kind) throw new Problem('rule-unfit', { params: { reason: 'kind' } })
    const unit = await fitting(trx, countyId, wanted)
    const before = known(rule, await recordsOf(trx, countyId, id), noisyOf(countyId))
    if (before.isNoisy && reason === undefined) throw new Problem('reason-needed')
    const text = reason === undefined ? null : await keepText(reason)
    const next: Rule = {
      ...wanted,
      unit,
      countyId,
      id,
      approvedAt: before.isNoisy ? receivedAt : rule.approvedAt,
      version: rule.version + 1,
    }
    await updateRule(trx, next)
    await record({
      kind: before.isNoisy ? 'rule.approved' : 'rule.changed',
      subject: { type: 'rule', id, version: next.version },
      data: asJson({
        ...wanted,
        unit,
        ...(text === null ? {} : { reason: text }),
        ...(before.isNoisy ? { record: before.record.sinceApproval } : {}),
      }),
    })
    return { id, version: next.version }
  })
  const [rule, records] = await Promise.all([
    rulesOf(foundation.db, countyId).then((all) => all.find((one) => one.id === id)),
    recordsOf(foundation.db, countyId, id),
  ])
  if (rule === undefined) throw new Error(`rule ${id} is gone`)
  return known(rule, records, noisyOf(countyId))
}
