import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { isoShanghai } from '../../src/standards/civil-time.ts'
import { call, type Input, type Name, type Reply } from './client.ts'
import { serverNow } from './clock.ts'
import { newId } from './ids.ts'
import { ApiProblem } from './problem.ts'

/** What every act carries besides its own values. */
export interface Envelope {
  actId: string
  actedAt: string
}

export function newEnvelope(): Envelope {
  return { actId: newId(), actedAt: isoShanghai(serverNow()) }
}

type ActName = { [N in Name]: Input<N> extends { body: Envelope } ? N : never }[Name]
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** An act's input without its envelope, which is made here. */
export type ActInput<N extends Name> =
  Input<N> extends { body: infer B } ? Omit<Input<N>, 'body'> & { body: Without<B, 'actId' | 'actedAt'> } : never

/**
 * One act of a person. When no answer came, doing the same again sends the same id, so the act happens once
 * however often the button was pressed; any answer ends that.
 * @param onDone told once the act is done, even when the live stream has already drawn its form away
 */
export function useAct<N extends ActName>(name: N, onDone?: (reply: Reply<N>, input: ActInput<N>) => void) {
  const queries = useQueryClient()
  const unanswered = useRef<{ of: string; envelope: Envelope } | null>(null)
  return useMutation<Reply<N>, Error, ActInput<N>>({
    mutationFn: async (input) => {
      const of = JSON.stringify(input)
      if (unanswered.current?.of !== of) unanswered.current = { of, envelope: newEnvelope() }
      const full = { ...input, body: { ...input.body, ...unanswered.current.envelope } }
      try {
        // Envelope and values together are the body that the contract of N asks for.
        const reply = await call(name, full as unknown as Input<N>)
        unanswered.current = null
        onDone?.(reply, input)
        return reply
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== 'unreachable') unanswered.current = null
        throw error
      }
    },
    // What changed arrives over the live stream too; here it is for the person who acted, at once.
    onSettled: () => queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  })
}
