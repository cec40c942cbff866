import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { undoNewest } from '../parts/toasts.tsx'
import { commandOf } from './keys.ts'
import { focusRow } from './list-rows.ts'
import { useMe } from './me.tsx'
import { roomsFor } from './rooms.ts'

/** How long a `g` waits for its letter. [ms] */
const GO_WAITS_MS = 1_500

const writable =
  'input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]'

/** Listens to the keys of the shell; in a field or a dialog letters are only letters. */
export function useKeys(does: { openPalette: () => void; openKeys: () => void; openInbox: () => void }): void {
  const me = useMe()
  const navigate = useNavigate()
  const wentAt = useRef(Number.NEGATIVE_INFINITY)
  const latest = useRef({ ...does, rooms: roomsFor(me), navigate })
  latest.current = { ...does, rooms: roomsFor(me), navigate }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const { rooms, openPalette, openKeys, openInbox, navigate } = latest.current
      const dialog = document.querySelector('dialog[open]')
      const target = event.target instanceof Element ? event.target : null
      const press = {
        key: event.key,
        withControl: event.ctrlKey || event.metaKey,
        withAlt: event.altKey,
        isTyping: dialog !== null || (target?.closest(writable) ?? null) !== null,
      }
      const { command, isGoing } = commandOf(press, event.timeStamp - wentAt.current < GO_WAITS_MS, rooms)
      wentAt.current = isGoing ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (command === null) return
      event.preventDefault()
      if (command.kind === 'palette' && dialog === null) openPalette()
      if (command.kind === 'keys') openKeys()
      if (command.kind === 'inbox') openInbox()
      if (command.kind === 'undo') undoNewest()
      if (command.kind === 'row') focusRow(command.by)
      if (command.kind === 'room') navigate({ to: command.path })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
