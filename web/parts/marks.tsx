import type { Severity } from '../../src/domain/alerts/model.ts'
import type { CaseStage, SourceClass } from '../../src/domain/cases/model.ts'
import type { TaskState } from '../../src/domain/tasks/model.ts'

const sectors: Readonly<Record<CaseStage, string | null>> = {
  found: null,
  'handed-over': 'M8 8V1.5A6.5 6.5 0 0 1 14.5 8Z',
  rectification: 'M8 1.5A6.5 6.5 0 0 1 8 14.5Z',
  acceptance: 'M8 8V1.5A6.5 6.5 0 1 1 1.5 8Z',
  closed: 'M8 1.5A6.5 6.5 0 1 1 8 14.5A6.5 6.5 0 1 1 8 1.5Z',
}

/** The drawing of a case's stage inside a 16 × 16 field: how much of the disc is filled says how far it is. */
export function StageShape({ stage }: { stage: CaseStage }) {
  const sector = sectors[stage]
  return (
    <>
      <circle className="mark-ring" cx="8" cy="8" r="6.5" />
      {sector && <path className="mark-fill" d={sector} />}
      {stage === 'closed' && <path className="mark-tick" d="M4.8 8.3 7.1 10.6 11.4 5.9" />}
    </>
  )
}

/** The word stands beside it, so the mark itself is silent. */
export function StageMark({ stage, late = false, size = 16 }: { stage: CaseStage; late?: boolean; size?: number }) {
  return (
    <svg className={late ? 'mark mark-late' : 'mark'} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <StageShape stage={stage} />
    </svg>
  )
}

export function SeverityMark({ severity, size = 16 }: { severity: Severity; size?: number }) {
  return (
    <svg className={`mark mark-${severity}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {severity === 'notice' && <circle className="mark-line" cx="8" cy="8" r="6" />}
      {severity === 'attention' && <path className="mark-line" d="M8 2 14.6 13.6H1.4Z" />}
      {severity === 'urgent' && (
        <>
          <path className="mark-solid" d="M5.1.9h5.8l4.2 4.2v5.8l-4.2 4.2H5.1L.9 10.9V5.1Z" />
          <path className="mark-bang" d="M7 3.8h2L8.7 9H7.3ZM7.1 10.3h1.8v1.8H7.1Z" />
        </>
      )}
    </svg>
  )
}

export const sourceShapes: Readonly<Record<SourceClass, string>> = {
  mobile: 'M1.5 4h8.6l4.4 4-4.4 4H1.5Z',
  dust: 'M8 2.5 14 13.5H2Z',
  industry: 'M2.5 2.5h11v11h-11Z',
  living: 'M8 2.5A5.5 5.5 0 1 1 8 13.5 5.5 5.5 0 1 1 8 2.5Z',
}

/** The drawing of a class of sources inside a 16 × 16 field. */
export function SourceShape({ source }: { source: SourceClass }) {
  return <path d={sourceShapes[source]} />
}

export function SourceMark({ source }: { source: SourceClass }) {
  return (
    <svg className="mark mark-source" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
      <SourceShape source={source} />
    </svg>
  )
}

const taskFills: Readonly<Record<TaskState, string | null>> = {
  sent: null,
  'checked-in': 'M2 2h6v12H2Z',
  done: 'M2 2h12v12H2Z',
}

/** A task as a sheet that fills: sent, begun on the spot, handed in. */
export function TaskMark({ state }: { state: TaskState }) {
  const fill = taskFills[state]
  return (
    <svg className="mark mark-task" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path className="mark-ring" d="M2 2h12v12H2Z" />
      {fill && <path className="mark-fill" d={fill} />}
      {state === 'done' && <path className="mark-tick" d="M4.6 8.2 7 10.6 11.6 5.6" />}
    </svg>
  )
}

export function TickMark() {
  return (
    <svg className="mark mark-pass" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path className="mark-line" d="M2.2 8.6 6.2 12.6 13.8 4" />
    </svg>
  )
}

export function CrossMark() {
  return (
    <svg className="mark mark-fail" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path className="mark-line" d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" />
    </svg>
  )
}
