import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../text/language.ts'

/** A modal dialog on the browser's own: focus stays inside, Escape closes, the page behind is inert. Mounted = open. */
export function Dialog(props: { title: string; onClose: () => void; wide?: boolean; children: ReactNode }) {
  const { t } = useText()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Before the element goes: only a dialog that is closed in place gives the focus back to where it came from.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      className={props.wide ? 'dialog dialog-wide fade' : 'dialog fade'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <header className="dialog-head">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" className="icon-button" aria-label={t('web.dialog.close')} onClick={props.onClose}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path className="stroke" d="M3 3 13 13M13 3 3 13" />
          </svg>
        </button>
      </header>
      {props.children}
    </dialog>
  )
}
