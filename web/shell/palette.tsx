import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { type Found, searchQuery } from '../api/queries.ts'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { destinationsFor } from './destinations.ts'
import { useMe } from './me.tsx'
import { useSettled } from './use-settled.ts'

// catalogue keys: web.palette.kind.*

interface Choice {
  id: string
  group: string
  name: string
  /** Number or place: what tells two of the same name apart. */
  aside: ReactNode
  open: () => void
}

const pageOf: Readonly<Record<Found['kind'], (id: string) => string>> = {
  station: (id) => `/stations/${encodeURIComponent(id)}`,
  device: (id) => `/devices/${id}`,
  alert: (id) => `/alerts/${id}`,
  task: (id) => `/tasks/${id}`,
  case: (id) => `/cases/${id}`,
  source: (id) => `/sources/${id}`,
}

/** A line to type in: pages by their name, and what the county has by name or number. Arrows choose, Enter goes there. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const ref = useRef<HTMLDialogElement>(null)
  const listId = useId()
  const [text, setText] = useState('')
  const { choices, isLooking, hasFailed } = useChoices(text, onClose)
  const [at, setAt] = useState(0)
  const here = Math.min(at, Math.max(0, choices.length - 1))
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  useEffect(() => {
    document.getElementById(`${listId}-${here}`)?.scrollIntoView({ block: 'nearest' })
  }, [here, listId])
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is at work, Enter and the arrows are its own.
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && choices.length > 0) {
      event.preventDefault()
      setAt((here + step + choices.length) % choices.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choices[here]?.open()
    }
  }
  return (
    <dialog
      ref={ref}
      className="palette fade"
      aria-label={t('web.palette.title')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <input
        type="text"
        className="palette-line"
        role="combobox"
        aria-label={t('web.palette.title')}
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={choices.length > 0 ? `${listId}-${here}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('web.palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" id={listId} role="listbox" aria-label={t('web.palette.found')}>
        {choices.map((choice, index) => (
          <div
            key={choice.id}
            id={`${listId}-${index}`}
            className={index === here ? 'palette-choice palette-here' : 'palette-choice'}
            role="option"
            tabIndex={-1}
            aria-selected={index === here}
            onPointerMove={() => setAt(index)}
            onClick={choice.open}
            onKeyDown={onKeyDown}
          >
            <span className="palette-group label">
              {choices[index - 1]?.group === choice.group ? '' : choice.group}
            </span>
            <span className="cut">{choice.name}</span>
            <span className="palette-aside label cut">{choice.aside}</span>
          </div>
        ))}
      </div>
      <p className="palette-foot label" role="status">
        {hasFailed ? (
          t('web.palette.failed')
        ) : isLooking ? (
          t('web.palette.looking')
        ) : choices.length === 0 ? (
          t('web.palette.nothing', { text: text.trim() })
        ) : (
          <span className="palette-keys">{t('web.palette.hint')}</span>
        )}
      </p>
    </dialog>
  )
}

function useChoices(text: string, onClose: () => void) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const word = useSettled(text.trim())
  const found = useQuery({ ...searchQuery(word), enabled: word !== '' })
  const go = (path: string) => () => {
    onClose()
    navigate({ href: path })
  }
  const places: Choice[] = destinationsFor(me, text, t).map(({ path, name, key }) => ({
    id: path,
    group: t('web.palette.pages'),
    name,
    aside: key === null ? null : <kbd>g {key}</kbd>,
    open: go(path),
  }))
  const things: Choice[] = (text.trim() === '' ? [] : (found.data?.items ?? [])).map((one) => ({
    id: `${one.kind} ${one.id}`,
    group: wordOf('web.palette.kind', one.kind, t),
    name: one.title,
    aside: [one.place, one.number === one.title ? '' : one.number].filter((part) => part !== '').join(t('web.join')),
    open: go(pageOf[one.kind](one.id)),
  }))
  const groups = [...new Set(things.map(({ group }) => group))]
  const inGroups = groups.flatMap((group) => things.filter((one) => one.group === group))
  return {
    choices: [...places, ...inGroups],
    isLooking: text.trim() !== '' && (word !== text.trim() || found.isFetching),
    hasFailed: found.isError,
  }
}
