import type { Task } from '../../api/queries.ts'
import type { Translate } from '../../text/language.ts'
import { shortInstant, spanText } from '../../time/format.ts'

/** When it was done and, after the deadline, how late: `10:22 完成，晚 3 时 42 分`; null while it is not. */
export function doneText({ doneAt, dueAt }: Pick<Task, 'doneAt' | 'dueAt'>, now: number, t: Translate): string | null {
  if (doneAt === null) return null
  const at = Date.parse(doneAt)
  const time = shortInstant(at, now)
  const overMs = at - Date.parse(dueAt)
  return overMs > 0 ? t('web.tasks.done-late', { time, span: spanText(overMs, t) }) : t('web.tasks.done-at', { time })
}
