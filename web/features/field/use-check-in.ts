import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { Task } from '../../api/queries.ts'
import { whereAmI } from '../../parts/capture.ts'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'

/** Says that one has arrived. The place goes along when the phone tells it; without it the work goes on and it is said so. */
export function useCheckIn(task: Pick<Task, 'id' | 'version'>, onDone?: () => void) {
  const { t } = useText()
  const checkIn = useAct('POST /api/tasks/:id/check-in', (_, { body }) => {
    toast(
      body.accuracyM === null
        ? t('web.field.arrived-unplaced')
        : t('web.field.arrived', { metres: Math.round(body.accuracyM) }),
    )
    onDone?.()
  })
  const [isLocating, setLocating] = useState(false)
  return {
    error: checkIn.error,
    isBusy: isLocating || checkIn.isPending,
    words: isLocating ? t('web.field.locating') : checkIn.isPending ? t('web.act.sending') : t('web.field.check-in'),
    async arrive(): Promise<void> {
      setLocating(true)
      const fix = await whereAmI()
      setLocating(false)
      checkIn.mutate({
        params: { id: task.id },
        body: {
          expects: task.version,
          lon: fix?.lon ?? null,
          lat: fix?.lat ?? null,
          accuracyM: fix?.accuracyM ?? null,
        },
      })
    },
  }
}
