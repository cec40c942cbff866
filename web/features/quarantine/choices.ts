import type { DeviceProposal } from '../../api/queries.ts'
import type { Key, Translate } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { Evidence } from './evidence-text.ts'

// catalogue keys: web.device.edition.*, web.device.crc.*, web.device.charset.*, web.device.answers.*, web.data-time.*

interface Choice {
  value: string
  evidence: Evidence
  sure: boolean
}

/** The settings that a proposal proposes, each by its name, in words, and with what it rests on. */
export function choicesOf(proposal: DeviceProposal, t: Translate): { name: Key; value: string; choice: Choice }[] {
  const { edition, crc, charset, answers, dataTimeNames, realtimeSeconds, minuteInterval, sendsHours } = proposal
  return [
    { name: 'web.device.edition', value: wordOf('web.device.edition', edition.value, t), choice: edition },
    { name: 'web.device.crc', value: wordOf('web.device.crc', crc.value, t), choice: crc },
    { name: 'web.device.charset', value: wordOf('web.device.charset', charset.value, t), choice: charset },
    { name: 'web.device.answers', value: wordOf('web.device.answers', answers.value, t), choice: answers },
    { name: 'web.column.data-time', value: wordOf('web.data-time', dataTimeNames.value, t), choice: dataTimeNames },
    ...(realtimeSeconds === null
      ? []
      : [
          {
            name: 'web.device.realtime' as const,
            value: t('web.time.second', { value: realtimeSeconds.value }),
            choice: realtimeSeconds,
          },
        ]),
    ...(minuteInterval === null
      ? []
      : [
          {
            name: 'web.device.minutes' as const,
            value: t('web.time.minute', { value: minuteInterval.value }),
            choice: minuteInterval,
          },
        ]),
    {
      name: 'web.quarantine.sends-hours',
      value: t(sendsHours.value === 'true' ? 'web.device.yes' : 'web.device.no'),
      choice: sendsHours,
    },
  ]
}
