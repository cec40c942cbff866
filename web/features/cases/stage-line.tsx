import type { Step } from '../../api/queries.ts'
import { StageMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, spanText } from '../../time/format.ts'
import { stageLine } from './story-line.ts'

/** The five stages as one line: ink behind, dotted ahead, a ring at now, the time each took above it. */
export function StageLine({ story, dueAt, now }: { story: readonly Step[]; dueAt: number | null; now: number }) {
  const { t } = useText()
  const nodes = stageLine(story)
  return (
    <ol className="stages" aria-label={t('web.case.line')}>
      {nodes.map((node, place) => (
        <li
          key={node.stage}
          className={node.at === null ? 'stage stage-ahead' : node.isNow ? 'stage stage-now' : 'stage'}
          aria-current={node.isNow ? 'step' : undefined}
        >
          {place < nodes.length - 1 && (
            <span className={node.lasted === null ? 'leg leg-ahead' : 'leg'}>
              {node.lasted !== null && (
                <span className="leg-time">{spanText(node.lasted, t).replace(/(\d) /g, '$1\u00a0')}</span>
              )}
              {node.ticks.map((tick) => (
                <i key={tick.seq} className="leg-tick" style={{ left: `${tick.share * 100}%` }} />
              ))}
            </span>
          )}
          <span className="stage-mark">
            <StageMark stage={node.at === null ? 'found' : node.stage} size={20} />
          </span>
          <span className="stage-words">
            <b>{wordOf('web.stage', node.stage, t)}</b>
            {node.at !== null && (
              <>
                <span className="label">{dayClockText(node.at, now)}</span>
                <span className="label stage-who">
                  {[node.actor, node.kind && wordOf('web.story.short', node.kind, t)].filter(Boolean).join(' ')}
                </span>
              </>
            )}
            {node.at === null && node.stage === 'closed' && dueAt !== null && (
              <span className="label">{t('web.case.due-at', { time: dayClockText(dueAt, now) })}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
