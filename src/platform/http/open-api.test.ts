import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Contract } from './endpoint.ts'
import { type Operation, openApiDocument } from './open-api.ts'

const info = { title: 'T', version: '1', description: 'D' }

function operationsOf(contract: Contract): Operation[] {
  return Object.entries(contract).map(([name, endpoint]) => {
    const [method = '', path = ''] = name.split(' ')
    return { method, path, endpoint }
  })
}

const reading = z.object({ at: z.iso.datetime(), value: z.number().nullable() }).meta({ id: 'Reading' })
const batch = z.object({ readings: z.array(reading) }).meta({ id: 'Batch' })

const contract = {
  'GET /api/stations/:id/readings': {
    act: 'read-readings',
    summary: 'Readings',
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.int().default(10).describe('how many'), factor: z.array(z.string()) }),
    reply: z.object({ items: z.array(reading), latest: reading.nullable() }),
  },
  'POST /api/stations/:id/readings': {
    act: 'append-readings',
    summary: 'Append',
    params: z.object({ id: z.uuid() }),
    body: batch,
    reply: reading,
  },
  'PUT /api/photos/:id': {
    act: 'signed-in',
    summary: 'Photo',
    params: z.object({ id: z.uuid() }),
    accepts: ['image/jpeg'],
  },
  'GET /api/live': { act: 'public', summary: 'Live', media: 'text/event-stream' },
  'GET /api/whole': { act: 'public', summary: 'A large file', media: 'application/vnd.pmtiles', ranges: true },
  'GET /api/batches': {
    act: 'public',
    summary: 'Batches',
    reply: batch,
    alsoMedia: ['text/csv', 'application/x-sheet'],
  },
} as const satisfies Contract

/** Every `$ref` of a document, wherever it stands. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : references(each),
  )
}

describe('the OpenAPI document', () => {
  const document = openApiDocument(operationsOf(contract), info)

  it('is 3.1, and each named schema stands in it once, read or written', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.components.schemas)).toEqual(['Batch', 'Problem', 'Reading'])
    expect(document.components.schemas.Reading).toEqual({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, value: { type: ['number', 'null'] } },
      required: ['at', 'value'],
    })
    expect(document.components.schemas.Batch).toMatchObject({
      properties: { readings: { type: 'array', items: { $ref: '#/components/schemas/Reading' } } },
    })
  })

  it('leads nowhere but to its own schemas, and never to a part of a schema', () => {
    const targets = new Set(references(document))
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect([...targets].sort()).toEqual(known)
    expect(JSON.stringify(document)).not.toContain('$defs')
  })

  it('names the act, the parameters and the refusal of each operation', () => {
    const get = document.paths['/api/stations/{id}/readings']?.get
    expect(get).toMatchObject({
      operationId: 'getStationsByIdReadings',
      'x-weike-act': 'read-readings',
      security: [{ session: [] }, { token: [] }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        {
          name: 'limit',
          in: 'query',
          required: false,
          description: 'how many',
          schema: { type: 'integer', default: 10 },
        },
        { name: 'factor', in: 'query', required: true, schema: { type: 'array', items: { type: 'string' } } },
      ],
      responses: {
        default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    })
    const post = document.paths['/api/stations/{id}/readings']?.post
    expect(post).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Batch' } } } },
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Reading' } } } } },
    })
    expect(document.paths['/api/photos/{id}']?.put).toMatchObject({
      requestBody: { content: { 'image/jpeg': {} } },
      responses: { 204: {} },
    })
    expect(document.paths['/api/live']?.get).toMatchObject({
      security: [],
      responses: { 200: { content: { 'text/event-stream': {} } } },
    })
  })

  it('names every form in which an operation may answer', () => {
    expect(document.paths['/api/batches']?.get?.responses).toMatchObject({
      200: {
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/Batch' } },
          'text/csv': {},
          'application/x-sheet': {},
        },
      },
    })
  })

  it('says of a file that may be asked for by ranges what it answers then', () => {
    const file = { content: { 'application/vnd.pmtiles': {} } }
    expect(document.paths['/api/whole']?.get?.responses).toMatchObject({ 200: file, 206: file, 304: {}, 416: {} })
    expect(document.paths['/api/live']?.get?.responses).not.toHaveProperty('206')
  })

  it('gives every operation an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((each) => each.operationId))
    expect(new Set(ids).size).toBe(Object.keys(contract).length)
  })

  it('two schemas under one id, or one that reads otherwise than it writes, stop it', () => {
    const other = z.object({ other: z.string() }).meta({ id: 'Reading' })
    const withDefault = z.object({ level: z.string().default('micro') }).meta({ id: 'Station' })
    const document = (body: z.ZodType, reply: z.ZodType) => () =>
      openApiDocument(
        [{ method: 'POST', path: '/api/x', endpoint: { act: 'public', summary: 'X', body, reply } }],
        info,
      )
    expect(document(reading, other)).toThrow(/'Reading' means two things/)
    expect(document(withDefault, withDefault)).toThrow(/'Station' means two things/)
    expect(document(withDefault, reading)).not.toThrow()
  })
})
