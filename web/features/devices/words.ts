import { hasWord, type Translate } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

// catalogue keys: web.device.error.*

/**
 * How far a clock is off: `+3 分 20 秒`, ahead with a plus, behind with a true minus; below ten seconds with their tenth.
 * @param offsetMs QN − arrival
 */
export function offsetText(offsetMs: number, t: Translate): string {
  const sign = offsetMs < 0 ? '−' : '+'
  const ms = Math.abs(offsetMs)
  if (ms < 9_950) {
    const text = (ms / 1000).toFixed(1)
    return `${text === '0.0' ? '±' : sign}${t('web.time.second', { value: text })}`
  }
  const seconds = Math.round(ms / 1000)
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const parts = [
    days > 0 && t('web.time.day', { value: days }),
    hours > 0 && t('web.time.hour', { value: hours }),
    days === 0 && minutes > 0 && t('web.time.minute', { value: minutes }),
    seconds < 3600 && seconds % 60 > 0 && t('web.time.second', { value: seconds % 60 }),
  ]
  return `${sign}${parts.filter(Boolean).join(' ')}`
}

/** Errors by kind, most frequent first: `CRC 用小写字母 60 次`. */
export function errorTexts(errors: Readonly<Record<string, number>>, t: Translate): string[] {
  return Object.entries(errors)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, times]) => t('web.device.error-times', { error: wordOf('web.device.error', code, t), times }))
}

/** A time as HJ 212 writes it (`20261127230105`) as people read it; any other text as it is. */
export function deviceTimeText(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6')
}

// catalogue keys: web.command.qn-rtn.*, web.command.exe-rtn.*

/** What a field of a device's message means, where its value is a code or a time; null: it speaks for itself. */
export function meaningOf(name: string, value: unknown, t: Translate): string | null {
  const text = String(value)
  if (name === 'QnRtn' || name === 'ExeRtn') {
    const key = `web.command.${name === 'QnRtn' ? 'qn-rtn' : 'exe-rtn'}.${text}`
    return hasWord(key) ? t(key) : null
  }
  const time = deviceTimeText(text)
  return time === text ? null : time
}
