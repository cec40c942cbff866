import { Problem, type ProblemCode } from '../problem.ts'

/**
 * What the database rooms refuse: what was found, what is needed, what to do. The problem's code is coarse; its
 * `params.refusal` is the name here, whose words are in the catalogues as `database.refusal.<name>`; `params.explanation`
 * is the text here, for logs.
 */
export const databaseRefusals = {
  'server-too-old':
    'The PostgreSQL at DATABASE_URL is version {{found}}; Weike needs {{needed}} or newer. Upgrade that server, or start without DATABASE_URL to use the PostgreSQL that Weike brings along.',
  'server-unreachable':
    'The PostgreSQL at DATABASE_URL does not answer ({{reason}}). Check address, user, password and database name, and that the server runs and accepts this machine.',
  'bad-url':
    'DATABASE_URL is not a PostgreSQL address ({{reason}}). It looks like postgres://user:password@host:5432/database.',
  'bad-database-name':
    'The database name "{{name}}" cannot be used. Use small letters, digits and underscores, beginning with a letter, at most 63.',
  'no-program':
    'There is no embedded PostgreSQL for this machine ({{platform}}). Install the optional packages again (npm ci), or give a PostgreSQL server with DATABASE_URL.',
  'data-newer':
    'The data in {{directory}} was written by PostgreSQL {{found}}; this Weike brings {{needed}}. Use the newer Weike that wrote it. Nothing was changed.',
  'data-older':
    'The data in {{directory}} was written by PostgreSQL {{found}}; this Weike brings {{needed}}. Start it with the Weike that wrote it and, while that runs, export it with a PostgreSQL client (pg_dump --host={{runDirectory}} --username=weike weike > weike.sql); then stop it, move {{directory}} away, start this Weike once, and import the file with psql into the same address. Nothing was changed.',
  'data-unknown':
    '{{directory}} is not a PostgreSQL data directory (it has no readable PG_VERSION). Move it away or name another data directory with --data. Nothing was changed.',
  'bad-data-path':
    'The data directory {{directory}} has a character in its path that PostgreSQL cannot bear ({{character}}). Name another one with --data or WEIKE_DATA.',
  'data-not-ours':
    'The data directory {{directory}} belongs to {{owner}}, and Weike runs as {{user}}. Start Weike as {{owner}}, or name another data directory with --data or WEIKE_DATA.',
  'data-not-writable':
    'Weike (running as {{user}}) cannot write to {{directory}} ({{reason}}). Name another data directory with --data or WEIKE_DATA, or give it to this user.',
  'data-not-reachable':
    'The system user {{user}}, as which the database runs, cannot enter {{directory}}, a folder on the way to the data directory. Name another data directory (--data or WEIKE_DATA, for example /var/lib/weike), or open that folder (chmod o+x).',
  'no-server-user':
    'PostgreSQL must not run as root, and the system user {{user}} could not be created ({{reason}}). Create it by hand (useradd --system --user-group {{user}}), or start Weike as an ordinary user.',
  'run-directory-taken':
    'The folder {{directory}}, where the database opens its socket, belongs to somebody else (uid {{owner}}). Have it removed by them or by root, and look into why it is there.',
  'start-locked':
    'Another Weike has been starting or stopping the database in {{directory}} for {{seconds}} seconds. Wait for it, or end it.',
  'other-mount-namespace':
    'The database in {{directory}} is run by process {{pid}} inside another container or sandbox, so its socket cannot be seen from here. Run this command where that one runs, or stop that one first.',
  'no-room':
    'No space left on device: the disk of {{directory}} has {{free}} MB free, so the embedded PostgreSQL does not start. Make room: remove or move away what is not Weike’s, or make the disk larger; delete nothing inside that directory. Nothing was changed.',
  'start-failed': 'The embedded PostgreSQL did not start ({{reason}}). The end of {{logFile}}:\n{{logTail}}',
} as const

type RefusalName = keyof typeof databaseRefusals

/** Refusals that are about a version; all others are about the data directory or the address of the server. */
const versionRefusals: ReadonlySet<RefusalName> = new Set(['server-too-old', 'data-newer', 'data-older'])

/** An expected refusal, to be thrown. */
export function refusal(
  name: RefusalName,
  values: Readonly<Record<string, string | number>>,
  cause?: unknown,
): Problem {
  const code: ProblemCode = versionRefusals.has(name) ? 'database-version' : 'data-directory'
  return new Problem(code, {
    params: { ...values, refusal: name, explanation: fillIn(databaseRefusals[name], values) },
    cause,
  })
}

function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, key: string) => String(values[key] ?? '?'))
}
