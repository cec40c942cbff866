import { unitOf } from '../../../src/standards/factors.ts'
import type { DeviceProposal } from '../../api/queries.ts'
import { type DeviceDraft, newDraft, pairsOf } from '../devices/draft.ts'

/** `value` where it is one of `options`; else what is usual. */
function oneOf<V extends string>(options: readonly V[], value: string, usual: V): V {
  return options.find((option) => option === value) ?? usual
}

/**
 * The device that its frames speak of, to be looked over: what a proposal is not sure of is filled in all the same, as the
 * form shows it. Units are set only where they are told and not Weike's own; aliases where a code is not the standard's own.
 */
export function draftOfProposal(proposal: DeviceProposal): DeviceDraft {
  const usual = newDraft()
  const known = proposal.factors.filter(({ factor }) => factor !== null)
  const pair = (value: string | null, code: string): [string, string][] => (value === null ? [] : [[code, value]])
  return {
    ...usual,
    mn: proposal.mn,
    dataTimeNames: oneOf(['start', 'end'], proposal.dataTimeNames.value, usual.dataTimeNames),
    minuteInterval: proposal.minuteInterval?.value ?? usual.minuteInterval,
    realtimeSeconds: proposal.realtimeSeconds?.value ?? '',
    factors: [...new Set(proposal.factors.map(({ code, factor }) => factor ?? code))],
    aliases: pairsOf(
      Object.fromEntries(known.flatMap(({ code, factor }) => (factor === code ? [] : pair(factor, code)))),
    ),
    units: pairsOf(
      Object.fromEntries(
        proposal.factors.flatMap(({ code, factor, unit }) =>
          unit === '' || unit === unitOf(factor ?? code) ? [] : pair(unit, factor ?? code),
        ),
      ),
    ),
    settings: {
      ...usual.settings,
      edition: oneOf(['auto', '2005', '2017', '2025'], proposal.edition.value, usual.settings.edition),
      crc: oneOf(['tolerant', 'strict', 'ignore'], proposal.crc.value, usual.settings.crc),
      charset: oneOf(['auto', 'utf-8', 'gbk'], proposal.charset.value, usual.settings.charset),
      answers: oneOf(['asked', 'always', 'never'], proposal.answers.value, usual.settings.answers),
      sendsMinutes: proposal.minuteInterval !== null,
      sendsHours: proposal.sendsHours.value === 'true',
    },
  }
}
