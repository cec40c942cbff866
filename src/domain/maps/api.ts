import { z } from 'zod'
import { actEnvelope } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { baseMapKinds, pictures, tileForms } from './model.ts'

const chosen = {
  kind: z.enum(baseMapKinds),
  picture: z.enum(pictures).nullable().describe('of Tianditu; otherwise null'),
  file: z.string().max(200).nullable().describe('name of a file that was found; null unless it is one'),
  credit: z.string().trim().max(120).describe('written into the corner of each map: whose it is, its approval number'),
}

export const mapsApi = contract({
  'GET /api/base-map': {
    act: 'signed-in',
    summary: 'What lies under the maps of the county, with the key that browsers fetch tiles by; for people only',
    reply: z
      .object({
        ...chosen,
        key: z.string().nullable().describe('of Tianditu; otherwise null'),
        form: z.enum(tileForms).nullable().describe('what the chosen file holds; null: it is not there or unfit'),
      })
      .meta({ id: 'BaseMap' }),
    holdsSecret: true,
  },
  'GET /api/base-map/tiles': {
    act: 'signed-in',
    summary: 'The chosen PMTiles file, whole or by ranges of bytes (RFC 9110, 14); for people only',
    media: 'application/vnd.pmtiles',
    ranges: true,
  },
  'GET /api/base-map/setting': {
    act: 'read-settings',
    summary: 'What the base map is set to, without the key, and which files it may be set to',
    reply: z.object({
      ...chosen,
      hasKey: z.boolean(),
      version: z.int().describe('0: nobody has set it yet'),
      folder: z.string().describe('where files are looked for, on the machine of the server'),
      files: z.array(
        z
          .object({
            name: z.string(),
            bytes: z.int(),
            fault: z
              .enum(['unreadable', 'not-pmtiles', 'other-version', 'tiles-unknown', 'packing-unknown'])
              .nullable()
              .describe('why no map can be drawn from it'),
            form: z.enum(tileForms).nullable(),
            minZoom: z.int().nullable(),
            maxZoom: z.int().nullable(),
            bounds: z
              .object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() })
              .nullable()
              .describe('degrees, WGS 84'),
          })
          .meta({ id: 'TileFile' }),
      ),
    }),
  },
  'POST /api/base-map': {
    act: 'manage-base-map',
    summary: 'Set what lies under the maps of the county',
    body: actEnvelope.extend({
      expects: z.int().min(0).describe('the version that the person saw; 0: nobody had set it yet'),
      ...chosen,
      key: z.string().trim().max(64).nullable().describe('of Tianditu; null: as it was'),
    }),
    reply: z.object({ version: z.int() }),
  },
})
