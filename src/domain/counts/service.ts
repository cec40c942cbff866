import type { Db } from '../../platform/foundation.ts'
import type { SourceClass } from '../cases/model.ts'

/** What is counted for reports. Every count in every report is a query over these events; progress is never a column. */
export const measures = {
  'case.reported': 'case',
  'case.assigned': 'case',
  'case.returned': 'case',
  'case.closed': 'case',
  'task.sent': 'task',
  'task.done': 'task',
  'ladder.fired': 'step',
} as const
export type Measure = keyof typeof measures

export interface CountEvent {
  countyId: string
  id: string
  at: number
  measure: Measure
  quantity: number
  regionId: string
  sourceClass: SourceClass | null
  subject: { type: string; id: string }
  ledgerSeq: number
}

/** Writes one counting event, in the transaction of what it counts. */
export async function count(db: Db, event: CountEvent): Promise<void> {
  await db
    .insertInto('countEvent')
    .values({
      countyId: event.countyId,
      id: event.id,
      at: event.at,
      measure: event.measure,
      quantity: event.quantity,
      unit: measures[event.measure],
      regionId: event.regionId,
      sourceClass: event.sourceClass,
      subjectType: event.subject.type,
      subjectId: event.subject.id,
      ledgerSeq: event.ledgerSeq,
    })
    .execute()
}
