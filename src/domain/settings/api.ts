import { z } from 'zod'
import { contract } from '../access/model.ts'

export const settingsApi = contract({
  'GET /api/settings': {
    act: 'read-settings',
    summary: 'What the file of the installation decides: in force, usual, and whether it is the own',
    reply: z.object({
      file: z.string().describe('where it lies on the machine of the server'),
      items: z.array(
        z
          .object({ key: z.string(), value: z.string(), usual: z.string(), isOwn: z.boolean() })
          .meta({ id: 'FileSetting' }),
      ),
    }),
  },
  'GET /api/logger-door': {
    act: 'manage-devices',
    summary: 'Where data loggers connect: what is typed into them',
    reply: z
      .object({
        host: z.string(),
        port: z.int(),
        tlsPort: z.int().nullable(),
        addresses: z.array(z.string()),
        allow: z.array(z.string()),
      })
      .meta({ id: 'LoggerDoor' }),
  },
})
