import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../text/language.ts'
import './drawer.css'

/** A sheet at the right edge that tells more of what was chosen; on a phone it fills the screen. Mounted = open. */
export function Drawer(props: { title: string; note?: string; onClose: () => void; children: ReactNode }) {
  const { t } = useText()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // The veil is part of the element: a press outside of the sheet closes it; Escape does so by keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own
    <dialog
      ref={ref}
      className="drawer fade"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) props.onClose()
      }}
    >
      <div className="drawer-sheet">
        <header className="dialog-head">
          <h2 id={titleId}>
            {props.title} {props.note && <span className="label">{props.note}</span>}
          </h2>
          <button type="button" className="icon-button" aria-label={t('web.dialog.close')} onClick={props.onClose}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <path className="stroke" d="M3 3 13 13M13 3 3 13" />
            </svg>
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  )
}
