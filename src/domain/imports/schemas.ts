import { z } from 'zod'
import { coordinateSystems } from '../../standards/map-systems.ts'
import { periodNamed } from '../evaluations/model.ts'
import { hourNames, importKinds, importLayouts, rowFaults, zeroMeanings } from './model.ts'

export const planSchema = z.object({
  kind: z.enum(importKinds),
  layout: z.enum(importLayouts),
  sheet: z.string().max(100).nullable(),
  headerLine: z.int().min(0),
  columns: z
    .array(
      z.object({
        name: z.string().max(500),
        target: z.string().max(40).nullable(),
        unit: z.string().max(40).nullable(),
      }),
    )
    .max(20_000),
  hourNamed: z.enum(hourNames),
  station: z.string().max(40).nullable(),
  city: z.string().max(100).nullable().default(null),
  coordinates: z.enum(coordinateSystems),
  // Plans from before there were districts do not say them.
  period: z
    .string()
    .max(20)
    .refine((text) => periodNamed(text) !== null)
    .nullable()
    .default(null),
  zeros: z.enum(zeroMeanings).default('values'),
})

export const countsSchema = z.object({
  rows: z.int(),
  taken: z.int(),
  refused: z.int(),
  others: z.int(),
  added: z.int(),
  unchanged: z.int(),
  reasons: z.partialRecord(z.enum(rowFaults), z.int()).default({}),
})

export const doubtSchema = z.discriminatedUnion('doubt', [
  z.object({
    doubt: z.literal('coordinates'),
    declared: z.enum(coordinateSystems),
    likely: z.enum(coordinateSystems),
    points: z.int(),
    metres: z.number(),
  }),
  z.object({
    doubt: z.literal('borders'),
    declared: z.enum(coordinateSystems),
    likely: z.enum(coordinateSystems),
    places: z.int(),
    outside: z.int(),
    outsideLikely: z.int(),
  }),
  z.object({
    doubt: z.literal('origin'),
    declared: z.enum(coordinateSystems),
    likely: z.enum(coordinateSystems),
    origin: z.string(),
  }),
  z.object({ doubt: z.literal('cities'), cities: z.int(), column: z.string() }),
  z.object({ doubt: z.literal('unit-co'), column: z.string() }),
])

export const progressSchema = z.object({ total: z.int().nullable(), from: z.int(), again: z.int() })
