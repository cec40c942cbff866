import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { isoShanghai } from '../../src/standards/civil-time.ts'
import { serverNow, toServerClock } from '../api/clock.ts'
import { newId } from '../api/ids.ts'
import { ApiProblem } from '../api/problem.ts'
import { type Fix, takenAt, whereAmI } from './capture.ts'

/** A photo on its way: kept in this page until the server has it. */
export interface Upload {
  id: string
  file: Blob
  /** of the picture in this page's memory */
  url: string
  state: 'sending' | 'kept' | 'failed'
  problem: ApiProblem | null
  capture: { takenAt: string } & Partial<Fix>
}

type Send = (photoId: string, capture: Upload['capture'], file: Blob) => Promise<unknown>

/**
 * Photos chosen on this page and how far each is. The id is made once per photo, so a second attempt cannot make a second one.
 * @param openedAt since when a photo can belong to this task or case [epoch ms]
 */
export function useUploads(openedAt: number, send: Send) {
  const queries = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const urls = useRef<string[]>([])
  useEffect(
    () => () => {
      for (const url of urls.current) URL.revokeObjectURL(url)
    },
    [],
  )
  const change = (id: string, to: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)))

  async function attempt(upload: Upload): Promise<void> {
    change(upload.id, { state: 'sending', problem: null })
    try {
      await send(upload.id, upload.capture, upload.file)
      change(upload.id, { state: 'kept' })
      await queries.invalidateQueries({ predicate: (query) => ['tasks', 'cases'].includes(String(query.queryKey[0])) })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      change(upload.id, { state: 'failed', problem: error })
    }
  }

  async function add(files: readonly File[]): Promise<void> {
    const chosenAt = serverNow()
    const added = files.map((file) => {
      const url = URL.createObjectURL(file)
      urls.current.push(url)
      const at = takenAt(toServerClock(file.lastModified), openedAt, chosenAt)
      const upload: Upload = {
        id: newId(),
        file,
        url,
        state: 'sending',
        problem: null,
        capture: { takenAt: isoShanghai(at) },
      }
      return upload
    })
    setUploads((all) => [...all, ...added])
    const fix = await whereAmI()
    for (const upload of added) {
      const placed = fix ? { ...upload, capture: { ...upload.capture, ...fix } } : upload
      change(upload.id, { capture: placed.capture })
      await attempt(placed)
    }
  }

  return { uploads, add, retry: (upload: Upload) => attempt(upload) }
}
