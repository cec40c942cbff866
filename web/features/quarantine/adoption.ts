import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { call } from '../../api/client.ts'
import type { DeviceProposal } from '../../api/queries.ts'
import { type DeviceDraft, describedBy } from '../devices/draft.ts'

/** What came of it: how many of the frames were taken, how many are still kept. */
export interface Adopted {
  id: string
  taken: number
  kept: number
}

/** The act of adopting whom a proposal is about, and what the frames kept until now became by it. */
export function useAdoption(proposal: DeviceProposal, onAdopted: (adopted: Adopted) => void) {
  const [kept] = useState(proposal.frames)
  const act = useAct('POST /api/quarantine/adopt', async ({ id, mn }) => {
    const { items } = await call('GET /api/quarantine/devices', {})
    const still = items.find((each) => each.mn === mn)?.frames ?? 0
    onAdopted({ id, taken: Math.max(0, kept - still), kept: still })
  })
  const adopt = (draft: DeviceDraft) =>
    act.mutate({
      body: {
        mn: proposal.mn,
        stationId: draft.stationId,
        name: draft.name.trim(),
        ...describedBy(draft),
        ...(draft.password === '' ? {} : { password: draft.password }),
      },
    })
  return { adopt, isPending: act.isPending, error: act.error }
}

export type Adoption = ReturnType<typeof useAdoption>
