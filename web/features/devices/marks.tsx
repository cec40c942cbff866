import type { CommandState } from '../../../src/domain/commands/model.ts'
import type { DeviceState } from './order.ts'

/** Full disc: online; ring: offline; ring with a stroke through it: silent; an arrow into a ring: a feed. The word stands beside it. */
export function DeviceMark({ state, size = 14 }: { state: DeviceState; size?: number }) {
  return (
    <svg
      className={state === 'silent' ? 'mark mark-late' : state === 'online' ? 'mark mark-pass' : 'mark'}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <circle className={state === 'online' ? 'mark-solid' : 'mark-ring'} cx="8" cy="8" r="6" />
      {state === 'feed' && <path className="mark-line" d="M8 4V11M5.2 8.4 8 11.2 10.8 8.4" />}
      {state === 'silent' && <path className="mark-line" d="M3 13 13 3" />}
    </svg>
  )
}

/** How far a command is: empty, quarter, half, three quarters, full; a cross where it came to nothing. */
const sectors: Readonly<Partial<Record<CommandState, string>>> = {
  sent: 'M8 8V2A6 6 0 0 1 14 8Z',
  accepted: 'M8 2A6 6 0 0 1 8 14Z',
  executing: 'M8 8V2A6 6 0 1 1 2 8Z',
  done: 'M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z',
}
const failed: readonly CommandState[] = ['refused', 'failed', 'timed-out']

export function CommandMark({ state }: { state: CommandState }) {
  const isFailed = failed.includes(state)
  const sector = sectors[state]
  return (
    <svg
      className={isFailed ? 'mark mark-late' : state === 'done' ? 'mark mark-pass' : 'mark'}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {isFailed ? (
        <path className="mark-line" d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" />
      ) : (
        <>
          <circle className="mark-ring" cx="8" cy="8" r="6" />
          {sector && <path className="mark-fill" d={sector} />}
          {state === 'done' && <path className="mark-tick" d="M4.9 8.3 7.1 10.5 11.2 5.9" />}
          {state === 'cancelled' && <path className="mark-line" d="M4 8H12" />}
        </>
      )}
    </svg>
  )
}
