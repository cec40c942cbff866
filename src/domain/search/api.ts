import { z } from 'zod'
import { contract } from '../access/model.ts'
import { foundKinds, LONGEST_SEARCH } from './model.ts'

export const searchApi = contract({
  'GET /api/search': {
    act: 'signed-in',
    summary: 'What fits a word, of all that the caller may read: stations, devices, alerts, tasks, cases, sources',
    query: z.object({ q: z.string().trim().min(1).max(LONGEST_SEARCH) }),
    reply: z.object({
      items: z.array(
        z
          .object({
            kind: z.enum(foundKinds),
            id: z.string(),
            number: z.string(),
            title: z.string(),
            place: z.string(),
          })
          .meta({ id: 'Found' }),
      ),
    }),
  },
})
