import type { BaseMapKind, Picture } from '../../../src/domain/maps/model.ts'
import { tiandituKey } from '../../../src/domain/maps/model.ts'
import type { BaseMapSetting } from './queries.ts'

/** What somebody has filled in and not saved yet; of kinds that are not chosen, too, so that nothing is lost by looking at another. */
export interface BaseMapDraft {
  kind: BaseMapKind
  picture: Picture
  /** Empty: as it was. */
  key: string
  file: string | null
  credit: string
}

export function draftOf({ kind, picture, file, credit }: BaseMapSetting): BaseMapDraft {
  return { kind, picture: picture ?? 'vector', key: '', file, credit }
}

/** Why it cannot be saved yet; null: it can. */
export function lackOf(draft: BaseMapDraft, setting: BaseMapSetting): 'key' | 'key-form' | 'file' | null {
  const key = draft.key.trim()
  if (draft.kind === 'tianditu' && key === '' && !setting.hasKey) return 'key'
  if (draft.kind === 'tianditu' && key !== '' && !tiandituKey.test(key)) return 'key-form'
  if (draft.kind !== 'pmtiles') return null
  return setting.files.some(({ name, fault }) => name === draft.file && fault === null) ? null : 'file'
}

/** What is sent of a draft: what belongs to its kind. */
export function sentOf(draft: BaseMapDraft, { version }: BaseMapSetting) {
  const { kind, picture, key, file, credit } = draft
  return {
    ...{ expects: version, kind, credit: credit.trim() },
    picture: kind === 'tianditu' ? picture : null,
    key: kind === 'tianditu' && key.trim() !== '' ? key.trim() : null,
    file: kind === 'pmtiles' ? file : null,
  }
}

/** `412 kB`, `3.2 GB`. [bytes] */
export function sizeText(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1))
  const size = bytes / 1000 ** (step + 1)
  return `${size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[step]}`
}
