/**
 * Who may do what, and how far it reaches: the one table that the services ask on every call.
 *
 * Reach, from widest to narrowest:
 *   county  everything in the person's county
 *   region  what lies in the person's region (and below), and what is the person's own
 *   unit    what the person's unit has a part in, and what is the person's own
 *   own     what names the person
 *   -       nothing
 */
export const roles = [
  'administrator',
  'dispatcher',
  'liaison',
  'grid-member',
  'leader',
  'analyst',
  'enterprise',
  'auditor',
] as const
export type Role = (typeof roles)[number]

export type Reach = 'county' | 'region' | 'unit' | 'own' | '-'

type Row = readonly [Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach]

// biome-ignore format: a clerk proof-reads this table; one act a line, roles in the order above
const rows = {
  //                    admin     dispatch  liaison   grid      leader    analyst   enterpr.  auditor
  'read-stations':    ['county', 'county', 'county', 'county', 'county', 'county', '-',      'county'],
  'read-readings':    ['county', 'county', 'county', 'county', 'county', 'county', '-',      'county'],
  'read-raw-frames':  ['county', 'county', '-',      '-',      '-',      'county', '-',      'county'],
  'read-devices':     ['county', 'county', '-',      '-',      '-',      'county', '-',      'county'],
  'manage-devices':   ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'command-device':   ['county', 'county', '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-corrections': ['county', 'county', '-',      '-',      'county', 'county', '-',      'county'],
  'correct-readings': ['-',      'county', '-',      '-',      '-',      'county', '-',      '-'     ],
  'approve-correction':['-',     'county', '-',      '-',      'county', 'county', '-',      '-'     ],
  'read-evaluations': ['county', 'county', 'county', 'county', 'county', 'county', '-',      'county'],
  'propose-exclusion':['-',      'county', '-',      '-',      '-',      'county', '-',      '-'     ],
  'approve-exclusion':['-',      'county', '-',      '-',      'county', 'county', '-',      '-'     ],
  'read-targets':     ['county', 'county', 'county', 'county', 'county', 'county', '-',      'county'],
  'set-targets':      ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'import-readings':  ['county', 'county', '-',      '-',      '-',      'county', '-',      '-'     ],
  'read-feeds':       ['county', 'county', '-',      '-',      '-',      'county', '-',      'county'],
  'manage-feeds':     ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-alerts':      ['county', 'county', 'county', 'region', 'county', 'county', '-',      'county'],
  'acknowledge-alert':['-',      'county', '-',      '-',      '-',      '-',      '-',      '-'     ],
  'verify-alert':     ['-',      'county', '-',      '-',      '-',      'county', '-',      '-'     ],
  'silence-alerts':   ['-',      'county', '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-rules':       ['county', 'county', '-',      '-',      'county', 'county', '-',      'county'],
  'manage-rules':     ['county', 'county', '-',      '-',      '-',      '-',      '-',      '-'     ],
  'send-task':        ['-',      'county', '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-task':        ['county', 'county', 'unit',   'own',    'county', '-',      '-',      'county'],
  'work-task':        ['-',      '-',      '-',      'own',    '-',      '-',      '-',      '-'     ],
  'report-case':      ['-',      'county', 'unit',   'region', '-',      '-',      '-',      '-'     ],
  'read-case':        ['county', 'county', 'unit',   'region', 'county', 'county', 'unit',   'county'],
  'assign-case':      ['-',      'county', '-',      '-',      'county', '-',      '-',      '-'     ],
  'acknowledge-case': ['-',      '-',      'unit',   '-',      '-',      '-',      'unit',   '-'     ],
  'rectify-case':     ['-',      '-',      'unit',   '-',      '-',      '-',      'unit',   '-'     ],
  'verify-case':      ['-',      'county', '-',      'own',    '-',      '-',      '-',      '-'     ],
  'close-case':       ['-',      'county', '-',      '-',      'county', '-',      '-',      '-'     ],
  'read-sources':     ['county', 'county', 'unit',   'region', 'county', 'county', 'unit',   'county'],
  'manage-sources':   ['county', 'county', 'unit',   '-',      '-',      '-',      '-',      '-'     ],
  'read-inbox':       ['own',    'own',    'own',    'own',    'own',    'own',    'own',    'own'   ],
  'read-people':      ['county', 'county', 'unit',   'own',    'county', 'own',    'own',    'county'],
  'read-units':       ['county', 'county', 'county', 'county', 'county', 'county', 'unit',   'county'],
  'manage-people':    ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-settings':    ['county', '-',      '-',      '-',      '-',      '-',      '-',      'county'],
  'manage-base-map':  ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'manage-tokens':    ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-messages':    ['county', 'county', '-',      '-',      '-',      '-',      '-',      'county'],
  'manage-channels':  ['county', '-',      '-',      '-',      '-',      '-',      '-',      '-'     ],
  'read-ledger':      ['county', '-',      '-',      '-',      '-',      '-',      '-',      'county'],
  'export-ledger':    ['-',      '-',      '-',      '-',      '-',      '-',      '-',      'county'],
} as const satisfies Record<string, Row>

export type Act = keyof typeof rows

export const acts = Object.keys(rows) as readonly Act[]

/** How far `role` reaches with `act`. */
export function reachOf(role: Role, act: Act): Reach {
  return rows[act][roles.indexOf(role)] ?? '-'
}
