import {
  beginSending,
  commandDevice,
  type Outgoing,
  resendCommand,
  takeWord,
  usualPatience,
} from '../../src/domain/commands/service.ts'
import type { Foundation } from '../../src/platform/foundation.ts'

/** A zero and span check (3011) of a device, step by step, each at the time that the clocks show. */
export interface GasCheck {
  /** 9011: the device accepts it, or answers something else (QnRtn). */
  answered(qnRtn?: number): Promise<void>
  /** 9012: it is over. */
  done(exeRtn?: number): Promise<void>
  /** A person has it sent again after it came to nothing. */
  again(): Promise<void>
}

/** Sends a device the command to check one of its factors. */
export async function beginCheck(
  foundation: Foundation,
  countyId: string,
  deviceId: string,
  factor: string,
): Promise<GasCheck> {
  const console = { kind: 'console', countyId } as const
  const act = () => ({ actId: foundation.ids.next(), actedAt: foundation.clocks.domain.now() })
  const { id } = await commandDevice(foundation, console, act(), deviceId, { kind: 'zero-span-check', factor })
  const send = async () => {
    const outgoing = await beginSending(foundation, usualPatience, countyId, id)
    if (outgoing === null) throw new Error('the check could not be sent')
    return outgoing
  }
  let sent: Outgoing = await send()
  const say = async (cn: string, word: { kind: 'answer'; qnRtn: number } | { kind: 'result'; exeRtn: number }) => {
    const spoken = { qn: sent.command.qn, cn, dataTime: null, word, told: {} }
    if (!(await takeWord(foundation, countyId, deviceId, spoken))) throw new Error(`${cn} was not taken`)
  }
  return {
    answered: (qnRtn = 1) => say('9011', { kind: 'answer', qnRtn }),
    done: (exeRtn = 1) => say('9012', { kind: 'result', exeRtn }),
    async again() {
      await resendCommand(foundation, console, { ...act(), expects: await versionOf(foundation, id) }, id)
      sent = await send()
    },
  }
}

async function versionOf({ db }: Foundation, id: string): Promise<number> {
  const row = await db.selectFrom('deviceCommand').select('version').where('id', '=', id).executeTakeFirstOrThrow()
  return row.version
}
