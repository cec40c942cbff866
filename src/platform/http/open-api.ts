import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { problemMedia, problemSchema } from './refusal.ts'
import { csrfHeader, sessionCookie } from './security.ts'

/** One operation that the server serves. */
export interface Operation {
  method: string
  /** As in the contract: `/api/cases/:id`. */
  path: string
  endpoint: Endpoint
}

type Json = { [key: string]: unknown }

export interface OpenApiDocument {
  openapi: '3.1.0'
  jsonSchemaDialect: string
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Json>>
  components: { schemas: Record<string, Json>; securitySchemes: Json }
}

/**
 * The OpenAPI 3.1 description of the operations, from the schemas that validate them.
 * A schema with an id (`.meta({ id })`) stands once, under that id.
 * @throws Error when one id means two things: two schemas, or one schema that is read otherwise than it is written
 *   (a default, a transform); such a schema needs one id for the request and another for the reply
 */
export function openApiDocument(operations: readonly Operation[], info: OpenApiDocument['info']): OpenApiDocument {
  const named = new NamedSchemas()
  const paths: OpenApiDocument['paths'] = {}
  named.schema(problemSchema, 'output')
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:([A-Za-z0-9_]+)/g, '{$1}')
    const item = paths[path] ?? {}
    paths[path] = item
    item[operation.method.toLowerCase()] = describe(operation, named)
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info,
    paths,
    components: {
      schemas: named.all(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookie,
          description: `Unsafe methods also need the header ${csrfHeader}.`,
        },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

/** Collects the named schemas of a document and proves that each name means one thing. */
class NamedSchemas {
  readonly #schemas = new Map<string, Json>()

  /** The schema as JSON Schema, with references to the named ones that it uses. */
  schema(schema: z.ZodType, io: 'input' | 'output'): Json {
    // Wrapped, so that a schema with an id becomes a reference at the top as well.
    const made: Json = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: 'any',
      override: tidy,
    })
    const { $defs, properties } = z
      .looseObject({
        $defs: z.record(z.string(), z.looseObject({})).optional(),
        properties: z.looseObject({ it: z.looseObject({}) }),
      })
      .parse(refer(made))
    for (const [name, definition] of Object.entries($defs ?? {})) this.#add(name, definition)
    return properties.it
  }

  all(): Record<string, Json> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #add(name: string, definition: Json): void {
    const { id: _id, ...rest } = definition
    const known = this.#schemas.get(name)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(rest)) {
      throw new Error(
        `The schema id '${name}' means two things. Give each schema its own id; ` +
          'one with a default or a transform needs one id where it is read and another where it is written.',
      )
    }
    this.#schemas.set(name, rest)
  }
}

/** Formats that say it all: zod's pattern beside them would only be long. */
const knownFormats: ReadonlySet<unknown> = new Set(['date-time', 'date', 'uuid', 'email'])

/** Zod closes the output of every object; a plain z.object says nothing about other keys, so neither do we. */
function tidy(context: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const definition = context.zodSchema._zod.def
  if (definition.type === 'object' && definition.catchall === undefined) delete context.jsonSchema.additionalProperties
  if (knownFormats.has(context.jsonSchema.format)) delete context.jsonSchema.pattern
}

/** The same JSON with references into `components`. */
function refer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(refer)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string' ? each.replace(/^#\/\$defs\//, '#/components/schemas/') : refer(each),
    ]),
  )
}

function describe({ method, path, endpoint }: Operation, named: NamedSchemas): Json {
  const operation: Json = {
    operationId: operationId(method, path),
    summary: endpoint.summary,
    tags: [path.split('/')[2] ?? 'api'],
    'x-weike-act': endpoint.act,
    security: endpoint.act === 'public' ? [] : [{ session: [] }, { token: [] }],
  }
  const parameters = [...parametersOf(endpoint.params, 'path', named), ...parametersOf(endpoint.query, 'query', named)]
  if (parameters.length > 0) operation.parameters = parameters
  const body = bodyOf(endpoint, named)
  if (body !== undefined) operation.requestBody = { required: true, content: body }
  operation.responses = {
    ...successOf(endpoint, named),
    default: {
      description: 'Refused (RFC 9457)',
      content: { [problemMedia]: { schema: named.schema(problemSchema, 'output') } },
    },
  }
  return operation
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', named: NamedSchemas): Json[] {
  if (schema === undefined) return []
  const { properties, required } = z
    .looseObject({ properties: z.record(z.string(), z.looseObject({})), required: z.array(z.string()).optional() })
    .parse(named.schema(schema, 'input'))
  return Object.entries(properties).map(([name, parameter]) => {
    const { description, ...rest } = parameter
    return {
      name,
      in: place,
      required: place === 'path' || (required ?? []).includes(name),
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
    }
  })
}

function bodyOf(endpoint: Endpoint, named: NamedSchemas): Json | undefined {
  if (endpoint.accepts !== undefined) return Object.fromEntries(endpoint.accepts.map((media) => [media, {}]))
  if (endpoint.takesStream) return { 'application/octet-stream': {} }
  if (endpoint.body === undefined) return undefined
  return { 'application/json': { schema: named.schema(endpoint.body, 'input') } }
}

function successOf(endpoint: Endpoint, named: NamedSchemas): Json {
  if (endpoint.media !== undefined) {
    const content = { [endpoint.media]: {} }
    const ranges = {
      206: { description: 'The range that was asked for', content },
      304: { description: 'Not changed' },
      416: { description: 'The range begins behind the end' },
    }
    return { 200: { description: 'Success', content }, ...(endpoint.ranges ? ranges : {}) }
  }
  if (endpoint.reply === undefined) return { 204: { description: 'Success, without content' } }
  const others = (endpoint.alsoMedia ?? []).map((media) => [media, {}])
  return {
    200: {
      description: 'Success',
      content: {
        'application/json': { schema: named.schema(endpoint.reply, 'output') },
        ...Object.fromEntries(others),
      },
    },
  }
}

/** `GET /api/cases/:id/photos` → `getCasesByIdPhotos`. */
function operationId(method: string, path: string): string {
  const words = path
    .split(/[/.-]/)
    .filter((word) => word !== '' && word !== 'api')
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return method.toLowerCase() + words.join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
