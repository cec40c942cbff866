import { act, type SignedIn } from './api-client.ts'

/** Three days of sand from elsewhere, as somebody proposes to take them out. */
export function sandOf(subjectId: string) {
  return {
    subjectId,
    kind: 'sand-dust',
    from: '2026-03-05',
    until: '2026-03-07',
    factors: ['a34002', 'a34004'],
    authority: '中国环境监测总站',
    reference: '总站预报字〔2026〕88号',
    note: '北方沙尘输送',
  }
}

/** Proposes them. @returns the id of what waits for a second person */
export async function proposeSand(proposer: SignedIn, subjectId: string): Promise<string> {
  return (await proposer.call('POST /api/exclusions', { body: act(sandOf(subjectId)) })).id
}
