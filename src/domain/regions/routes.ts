import type { Foundation } from '../../platform/foundation.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { regionsApi } from './api.ts'
import { drawBorder, removeBorder } from './borders.ts'
import { addRegionUnder, listLandscape, listOutlines, listRegions } from './service.ts'

/** HTTP of the regions room. */
export function regionsRoutes(foundation: Foundation): RoomHandlers<typeof regionsApi> {
  return {
    'GET /api/regions': async (_call, { principal }) => ({
      items: (await listRegions(foundation, principal)).map(({ id, parentId, level, code, name, outlineVersion }) => ({
        id,
        parentId,
        level,
        code,
        name,
        outlineVersion,
      })),
    }),
    'POST /api/regions': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return addRegionUnder(foundation, principal, envelope(body), wanted)
    },
    'POST /api/regions/:id/border': ({ params, body }, { principal }) => {
      const { part, ring } = body
      return drawBorder(foundation, principal, envelopeOn(body), { regionId: params.id, part, ring })
    },
    'POST /api/regions/:id/border/remove': ({ params, body }, { principal }) =>
      removeBorder(foundation, principal, envelopeOn(body), { regionId: params.id, part: body.part }),
    'GET /api/regions/outlines': async (_call, { principal }) => ({
      items: (await listOutlines(foundation, principal)).map(({ region, outline }) => ({
        regionId: region.id,
        level: region.level,
        name: region.name,
        polygons: outline.map((polygon) =>
          polygon.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])),
        ),
      })),
    }),
    'GET /api/regions/landscape': async (_call, { principal }) => ({
      items: (await listLandscape(foundation, principal)).map(({ id, kind, name, isArea, parts }) => ({
        id,
        kind,
        name,
        isArea,
        parts: parts.map((part) => part.map(([lon, lat]): [number, number] => [lon, lat])),
      })),
    }),
  }
}
