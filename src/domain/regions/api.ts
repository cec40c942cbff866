import { z } from 'zod'
import { uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { regionLevels } from './model.ts'

export const regionsApi = contract({
  'GET /api/regions': {
    act: 'read-stations',
    summary: 'The regions of the county, the county itself first',
    reply: z.object({
      items: z.array(
        z
          .object({ id: uuid, parentId: uuid.nullable(), level: z.enum(regionLevels), name: z.string() })
          .meta({ id: 'Region' }),
      ),
    }),
  },
})
