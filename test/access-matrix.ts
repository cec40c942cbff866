/**
 * Who may do what, as it is meant to be: written by hand from what each role is for, and not from the program's own table.
 * test/access.test.ts holds the running server to it, over HTTP.
 *
 * A row has one word for each role, in this order:
 *   adm administrator · dis dispatcher · lia liaison · gri grid member · lea leader · ana analyst · ent enterprise · aud auditor
 *
 * A word of four letters tells of four subjects, each in another relation to the person who asks:
 *   1 own     it names the person (the person's task, the case that the person reported, the person); it lies in another town
 *   2 unit    it is of the person's own unit (a colleague's task, a case that the unit is to mend), in the person's town
 *   3 near    it is of another unit in the person's town
 *   4 far     it is of another unit in another town
 * A word of one letter tells of something that is the county's as a whole.
 *
 *   y  yes                                   n  no, and told so (403)
 *   h  hidden: as if it were not there (404) u  asked to sign in first (401)
 * and for lists and streams, of an item in each relation:
 *   +  is in it                              -  is not in it
 */
export const roleOrder = [
  'administrator',
  'dispatcher',
  'liaison',
  'grid-member',
  'leader',
  'analyst',
  'enterprise',
  'auditor',
] as const

export const relations = ['own', 'unit', 'near', 'far'] as const
export type Relation = (typeof relations)[number]

// biome-ignore format: a clerk proof-reads these tables; one operation a line, roles in the order above

/** People who have signed in. */
export const peopleMay: Readonly<Record<string, string>> = {
  //                                          adm  dis  lia  gri  lea  ana  ent  aud
  // What everybody may, signed in or not
  'GET /api/health':                         'y    y    y    y    y    y    y    y',
  'GET /api/demo':                           'y    y    y    y    y    y    y    y',
  'GET /api/openapi.json':                   'y    y    y    y    y    y    y    y',
  'POST /api/session':                       'y    y    y    y    y    y    y    y',
  // What everybody may who has signed in
  'GET /api/session':                        'y    y    y    y    y    y    y    y',
  'DELETE /api/session':                     'y    y    y    y    y    y    y    y',
  'GET /api/events':                         'y    y    y    y    y    y    y    y',
  // Everybody's own: what waits for them, and up to where they have looked. A program is nobody
  'GET /api/inbox':                          'y    y    y    y    y    y    y    y',
  'PUT /api/inbox/seen':                     'y    y    y    y    y    y    y    y',
  // Looking for a number in one line finds what its room's own list would show, and no more
  'GET /api/search of a station':            '++++ ++++ ++++ ++++ ++++ ++++ ---- ++++',
  'GET /api/search of a device':             '++++ ++++ ---- ---- ---- ++++ ---- ++++',
  'GET /api/search of an alert':             '++++ ++++ ++++ -++- ++++ ++++ ---- ++++',
  'GET /api/search of a task':               '++++ ++++ ++-- +--- ++++ ---- ---- ++++',
  'GET /api/search of a case':               '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'GET /api/search of a source':             '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  // People and units: a liaison knows the own unit, a grid member only oneself; only the administrator may erase
  'GET /api/people':                         '++++ ++++ ++-- +--- ++++ +--- +--- ++++',
  'POST /api/people/:id/erase':              'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'GET /api/units':                          '++++ ++++ ++++ ++++ ++++ ++++ ++-- ++++',
  // Who they all are, suspended or not, and what they are let do: the administrator sets it, the auditor may look
  'GET /api/people/register':                '++++ nnnn nnnn nnnn nnnn nnnn nnnn ++++',
  'POST /api/people':                        'y    n    n    n    n    n    n    n',
  'POST /api/people/:id':                    'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/people/:id/suspend':            'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/people/:id/resume':             'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/people/:id/password':           'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/units':                         'y    n    n    n    n    n    n    n',
  'POST /api/units/:id':                     'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  // The ways in of programs, what the county is called, what the installation is set to, and who changed what
  'GET /api/tokens':                         '+    n    n    n    n    n    n    +',
  'POST /api/tokens':                        'y    n    n    n    n    n    n    n',
  'POST /api/tokens/:id/revoke':             'y    n    n    n    n    n    n    n',
  'POST /api/county':                        'y    n    n    n    n    n    n    n',
  // Where borders run and how far the circles reach: the administrator draws them
  'POST /api/regions':                       'y    n    n    n    n    n    n    n',
  'POST /api/regions/:id/border':            'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/regions/:id/border/remove':     'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/circles':                       'y    n    n    n    n    n    n    n',
  'GET /api/settings':                       'y    n    n    n    n    n    n    y',
  // What lies under every map: everybody who signs in sees maps; the administrator sets it, the auditor may look
  'GET /api/base-map':                       'y    y    y    y    y    y    y    y',
  'GET /api/base-map/tiles':                 'y    y    y    y    y    y    y    y',
  'GET /api/base-map/setting':               'y    n    n    n    n    n    n    y',
  'POST /api/base-map':                      'y    n    n    n    n    n    n    n',
  'GET /api/logger-door':                    'y    n    n    n    n    n    n    n',
  'GET /api/changes':                        '+    n    n    n    n    n    n    +',
  // Towns and air: everybody but the enterprise, whose business it is not
  'GET /api/regions':                        '++++ ++++ ++++ ++++ ++++ ++++ nnnn ++++',
  'GET /api/regions/outlines':               'y    y    y    y    y    y    n    y',
  'GET /api/regions/landscape':              'y    y    y    y    y    y    n    y',
  'GET /api/circles':                        'y    y    y    y    y    y    n    y',
  'GET /api/stations':                       '++++ ++++ ++++ ++++ ++++ ++++ nnnn ++++',
  'GET /api/readings':                       '++++ ++++ ++++ ++++ ++++ ++++ nnnn ++++',
  'GET /api/readings/columns':               '++++ ++++ ++++ ++++ ++++ ++++ nnnn ++++',
  'GET /api/readings/latest':                '++++ ++++ ++++ ++++ ++++ ++++ nnnn ++++',
  'GET /api/readings/layers':                'yyyy yyyy yyyy yyyy yyyy yyyy nnnn yyyy',
  // What a device really sent: those who must know whether it works, judge its numbers, or prove them
  'GET /api/readings/raw':                   'yyyy yyyy nnnn nnnn nnnn yyyy nnnn yyyy',
  // Doubtful readings and corrections: analyst and dispatcher judge and propose, the leader may be the second person;
  // whoever runs the machines does not judge what they say
  'GET /api/quality-findings':               '+    +    n    n    +    +    n    +',
  'GET /api/quality-rules':                  'y    y    n    n    y    y    n    y',
  'POST /api/quality-findings/:id/keep':     'n    y    n    n    n    y    n    n',
  'GET /api/corrections':                    '+    +    n    n    +    +    n    +',
  'POST /api/corrections':                   'n    y    n    n    n    y    n    n',
  'POST /api/corrections/:id/approve':       'n    y    n    n    y    y    n    n',
  'POST /api/corrections/:id/refuse':        'n    y    n    n    y    y    n    n',
  // The law's statistics: everybody but the enterprise reads them. Who may correct readings may propose to take days out, the
  // leader may be the second person; whoever runs the machines does not judge
  'GET /api/evaluations/subjects':          'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/calendar':          'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/statistics':        'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/periods':           'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/ranking':           'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/year-on-year':      'y    y    y    y    y    y    n    y',
  'GET /api/exclusions':                    '+    +    +    +    +    +    n    +',
  'POST /api/exclusions':                   'n    y    n    n    n    y    n    n',
  'POST /api/exclusions/:id/approve':       'n    y    n    n    y    y    n    n',
  'POST /api/exclusions/:id/refuse':        'n    y    n    n    y    y    n    n',
  'POST /api/exclusions/:id/withdraw':      'n    y    n    n    y    y    n    n',
  // What must be reached: everybody who reads the statistics reads it; the administrator writes down what the document says
  'GET /api/targets':                       'y    y    y    y    y    y    n    y',
  'POST /api/targets':                      'y    n    n    n    n    n    n    n',
  'GET /api/outlook':                       'y    y    y    y    y    y    n    y',
  'GET /api/outlook/hours':                 'y    y    y    y    y    y    n    y',
  // Files brought in: who may correct readings may bring some in, and whoever runs the machines; a file of people only the
  // administrator sees, and nobody else learns that it is there
  'GET /api/imports':                        '+    +    n    n    n    +    n    n',
  'PUT /api/imports/:id':                    'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id':                    'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id of people':          'y    h    n    n    n    h    n    n',
  'GET /api/imports/:id/proposal':           'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/check':             'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/load':              'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/pause':             'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/resume':            'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/stop':              'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id/refused':            'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/accounts':          'y    n    n    n    n    n    n    n',
  // Feeds: those who must know whether they work; what they are set to, and the secrets behind it: the administrator
  'GET /api/feeds':                          '+    +    n    n    n    +    n    +',
  'GET /api/feeds/:id':                      'y    y    n    n    n    y    n    y',
  'POST /api/feeds':                         'y    n    n    n    n    n    n    n',
  'POST /api/feeds/try':                     'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id':                     'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id/pause':               'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id/pull':                'y    n    n    n    n    n    n    n',
  'GET /api/feeds/:id/pulls':                '+    +    n    n    n    +    n    +',
  'GET /api/feeds/:id/refused':              'y    y    n    n    n    y    n    y',
  'GET /api/feeds/:id/pulls/:pullId/refused':'y    y    n    n    n    y    n    y',
  'GET /api/feeds/:id/hours':                'y    y    n    n    n    y    n    y',
  // Devices: those who must know whether they work
  'GET /api/devices':                        '++++ ++++ nnnn nnnn nnnn ++++ nnnn ++++',
  'GET /api/devices/:id':                    'yyyy yyyy nnnn nnnn nnnn yyyy nnnn yyyy',
  'GET /api/devices/:id/hours':              'yyyy yyyy nnnn nnnn nnnn yyyy nnnn yyyy',
  'GET /api/devices/:id/events':             'yyyy yyyy nnnn nnnn nnnn yyyy nnnn yyyy',
  'GET /api/devices/:id/completeness':       'yyyy yyyy nnnn nnnn nnnn yyyy nnnn yyyy',
  'GET /api/devices/:id/commands':           '++++ ++++ nnnn nnnn nnnn ++++ nnnn ++++',
  'GET /api/quarantine':                     '+    +    n    n    n    +    n    +',
  'GET /api/quarantine/devices':             '+    +    n    n    n    +    n    +',
  // What they are set to, and who is one of them: the administrator; what they are asked for: the dispatcher too
  'POST /api/devices/:id':                   'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'GET /api/quarantine/proposal':            'y    n    n    n    n    n    n    n',
  'POST /api/quarantine/adopt':              'y    n    n    n    n    n    n    n',
  'POST /api/quarantine/replay':             'y    n    n    n    n    n    n    n',
  'POST /api/devices/:id/commands':          'yyyy yyyy nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/commands/:id/cancel':           'yyyy yyyy nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/commands/:id/resend':           'yyyy yyyy nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/stations':                      'y    n    n    n    n    n    n    n',
  'POST /api/stations/:id':                  'yyyy nnnn nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/devices':                       'y    n    n    n    n    n    n    n',
  // Alerts: a grid member's are those of the own town
  'GET /api/alerts':                         '++++ ++++ ++++ -++- ++++ ++++ nnnn ++++',
  'GET /api/alerts/:id':                     'yyyy yyyy yyyy hyyh yyyy yyyy nnnn yyyy',
  'POST /api/alerts/:id/acknowledge':        'nnnn yyyy nnnn nnnn nnnn nnnn nnnn nnnn',
  'GET /api/rules':                          '+    +    n    n    +    +    n    +',
  'POST /api/rules/:id':                     'y    y    n    n    n    n    n    n',
  'POST /api/alerts/:id/verify':            'nnnn yyyy nnnn nnnn nnnn yyyy nnnn nnnn',
  'POST /api/rules':                        'y    y    n    n    n    n    n    n',
  'POST /api/rules/preview':                'y    y    n    n    y    y    n    y',
  'GET /api/silences':                      '+    +    n    n    +    +    n    +',
  'POST /api/silences':                     'n    y    n    n    n    n    n    n',
  'POST /api/silences/:id/end':             'n    y    n    n    n    n    n    n',
  // A table that is on the screen of whoever asks: nothing of it comes from the server
  'POST /api/sheets':                        'y    y    y    y    y    y    y    y',
  // Tasks: the dispatcher sends, the one who was sent works, the liaison sees those of the unit
  'GET /api/tasks':                          '++++ ++++ ++-- +--- ++++ nnnn nnnn ++++',
  'GET /api/tasks/:id':                      'yyyy yyyy yyhh yhhh yyyy nnnn nnnn yyyy',
  'POST /api/tasks':                         'nnnn yyyy nnnn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/tasks/:id/check-in':            'nnnn nnnn nnnn yhhh nnnn nnnn nnnn nnnn',
  'POST /api/tasks/:id/finish':              'nnnn nnnn nnnn yhhh nnnn nnnn nnnn nnnn',
  'PUT /api/tasks/:id/photos/:photoId':      'nnnn nnnn nnnn yhhh nnnn nnnn nnnn nnnn',
  // Cases: the unit that is to mend one moves it to submission; dispatcher and leader hand over and close; the dispatcher
  // and whoever reported it on the spot judge the result. Reporting is bound to the town for a grid member (the case is
  // reported there), to the own unit for a liaison (who speaks for it anywhere).
  'GET /api/cases':                          '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'GET /api/cases/:id':                      'yyyy yyyy yyhh yyyh yyyy yyyy yyhh yyyy',
  'POST /api/cases':                         'nnnn yyyy yyyy nyyn nnnn nnnn nnnn nnnn',
  'POST /api/cases/:id/assign':              'nnnn yyyy nnnn nnnn yyyy nnnn nnnn nnnn',
  'POST /api/cases/:id/acknowledge':         'nnnn nnnn nyhh nnnn nnnn nnnn nyhh nnnn',
  'POST /api/cases/:id/begin':               'nnnn nnnn nyhh nnnn nnnn nnnn nyhh nnnn',
  'POST /api/cases/:id/submit':              'nnnn nnnn nyhh nnnn nnnn nnnn nyhh nnnn',
  'PUT /api/cases/:id/photos/:photoId':      'nnnn nnnn nyhh nnnn nnnn nnnn nyhh nnnn',
  'POST /api/cases/:id/return':              'nnnn yyyy nnnn ynnh nnnn nnnn nnnn nnnn',
  'POST /api/cases/:id/verify':              'nnnn yyyy nnnn ynnh nnnn nnnn nnnn nnnn',
  'POST /api/cases/:id/close':               'nnnn yyyy nnnn nnnn yyyy nnnn nnnn nnnn',
  // Photos: who may read the task, or the case, sees them; everybody else does not learn that they exist
  'GET /api/photos/:id/bytes of a task':     'yyyy yyyy yyhh yhhh yyyy hhhh hhhh yyyy',
  'GET /api/photos/:id/bytes of a case':     'yyyy yyyy yyhh yyyh yyyy yyyy yyhh yyyy',
  // The register of sources: a liaison keeps those of the own unit, owned or answered for; a grid member sees those of the own
  // town; an enterprise sees its own. Retiring one is a change like any.
  'GET /api/sources':                        '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'GET /api/sources/:id':                    'yyyy yyyy yyhh yyyh yyyy yyyy yyhh yyyy',
  'POST /api/sources':                       'yyyy yyyy yynn nnnn nnnn nnnn nnnn nnnn',
  'POST /api/sources/:id':                   'yyyy yyyy yyhh nnnn nnnn nnnn nnnn nnnn',
  'POST /api/sources/:id/state':             'yyyy yyyy yyhh nnnn nnnn nnnn nnnn nnnn',
  // Messages and where they go
  'GET /api/messages':                       '+    +    n    n    n    n    n    +',
  'GET /api/channels':                       '+    +    n    n    n    n    n    +',
  'POST /api/channels':                      'y    n    n    n    n    n    n    n',
  // The ledger: the auditor's, and the administrator may look; taking it out of the house is the auditor's alone
  'GET /api/ledger':                         '+    n    n    n    n    n    n    +',
  // Several questions in one are each answered as they would be alone
  'GET /api/answers of the ledger':          '+    n    n    n    n    n    n    +',
  'GET /api/ledger/export':                  'n    n    n    n    n    n    n    +',
}

// biome-ignore format: as above

/**
 * What of a live event each role hears on the event stream. What one may not read, one does not hear of either.
 */
export const peopleHear: Readonly<Record<string, string>> = {
  //                                          adm  dis  lia  gri  lea  ana  ent  aud
  'alert.raised':                            '++++ ++++ ++++ -++- ++++ ++++ ---- ++++',
  'task.sent':                               '++++ ++++ ++-- +--- ++++ ---- ---- ++++',
  'photo.added to a task':                   '++++ ++++ ++-- +--- ++++ ---- ---- ++++',
  'case.reported':                           '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'case.assigned':                           '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'photo.added to a case':                   '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'source.added':                            '++++ ++++ ++-- +++- ++++ ++++ ++-- ++++',
  'station.added':                           '+    +    +    +    +    +    -    +',
  'region.drawn':                            '+    +    +    +    +    +    -    +',
  'circles.set':                             '+    +    +    +    +    +    -    +',
  'device.added':                            '+    +    -    -    -    +    -    +',
  'device.commanded':                        '+    +    -    -    -    +    -    +',
  'command.cancelled':                       '+    +    -    -    -    +    -    +',
  'feed.added':                              '+    +    -    -    -    +    -    +',
  'rule.added':                              '+    +    -    -    +    +    -    +',
  'silence.made':                            '+    +    -    -    +    +    -    +',
  'correction.proposed':                     '+    +    -    -    +    +    -    +',
  'exclusion.proposed':                      '+    +    +    +    +    +    -    +',
  'target.set':                              '+    +    +    +    +    +    -    +',
  'base-map.set':                            '+    +    +    +    +    +    +    +',
  'person.added':                            '+    -    -    -    -    -    -    +',
  'unit.added':                              '+    -    -    -    -    -    -    +',
  'token.added':                             '+    -    -    -    -    -    -    +',
  'token.revoked':                           '+    -    -    -    -    -    -    +',
  'channel.added':                           '+    -    -    -    -    -    -    +',
  // Of the moment, without a subject
  'readings':                                '+    +    +    +    +    +    -    +',
}

// biome-ignore format: as above

/**
 * Programs with a token. A program is nobody: it has no unit, no town and nothing of its own, so a role that reaches no
 * further than those gives it nothing; and what a person has to answer for, it may not do. One letter a role: the relation
 * makes no difference.
 */
export const tokensMay: Readonly<Record<string, string>> = {
  //                                          adm  dis  lia  gri  lea  ana  ent  aud
  'GET /api/health':                         'y    y    y    y    y    y    y    y',
  'GET /api/demo':                           'y    y    y    y    y    y    y    y',
  'GET /api/openapi.json':                   'y    y    y    y    y    y    y    y',
  'POST /api/session':                       'y    y    y    y    y    y    y    y',
  'GET /api/session':                        'u    u    u    u    u    u    u    u',
  'DELETE /api/session':                     'y    y    y    y    y    y    y    y',
  'GET /api/events':                         'y    y    y    y    y    y    y    y',
  'GET /api/inbox':                          'n    n    n    n    n    n    n    n',
  'PUT /api/inbox/seen':                     'n    n    n    n    n    n    n    n',
  'GET /api/search of a station':            '+    +    +    +    +    +    -    +',
  'GET /api/search of a device':             '+    +    -    -    -    +    -    +',
  'GET /api/search of an alert':             '+    +    +    -    +    +    -    +',
  'GET /api/search of a task':               '+    +    -    -    +    -    -    +',
  'GET /api/search of a case':               '+    +    -    -    +    +    -    +',
  'GET /api/search of a source':             '+    +    -    -    +    +    -    +',
  'GET /api/people':                         '+    +    n    n    +    n    n    +',
  'POST /api/people/:id/erase':              'y    n    n    n    n    n    n    n',
  'GET /api/people/register':                '+    n    n    n    n    n    n    +',
  'POST /api/people':                        'y    n    n    n    n    n    n    n',
  'POST /api/people/:id':                    'y    n    n    n    n    n    n    n',
  'POST /api/people/:id/suspend':            'y    n    n    n    n    n    n    n',
  'POST /api/people/:id/resume':             'y    n    n    n    n    n    n    n',
  'POST /api/people/:id/password':           'y    n    n    n    n    n    n    n',
  'POST /api/units':                         'y    n    n    n    n    n    n    n',
  'POST /api/units/:id':                     'y    n    n    n    n    n    n    n',
  // A program never makes itself another way in, nor shuts one
  'GET /api/tokens':                         '+    n    n    n    n    n    n    +',
  'POST /api/tokens':                        'n    n    n    n    n    n    n    n',
  'POST /api/tokens/:id/revoke':             'n    n    n    n    n    n    n    n',
  'POST /api/county':                        'y    n    n    n    n    n    n    n',
  'GET /api/settings':                       'y    n    n    n    n    n    n    y',
  // A program draws no map, and is not told the key that browsers fetch tiles by
  'GET /api/base-map':                       'n    n    n    n    n    n    n    n',
  'GET /api/base-map/tiles':                 'n    n    n    n    n    n    n    n',
  'GET /api/base-map/setting':               'y    n    n    n    n    n    n    y',
  'POST /api/base-map':                      'y    n    n    n    n    n    n    n',
  'GET /api/logger-door':                    'y    n    n    n    n    n    n    n',
  'GET /api/changes':                        '+    n    n    n    n    n    n    +',
  'GET /api/units':                          '+    +    +    +    +    +    n    +',
  'GET /api/regions':                        '+    +    +    +    +    +    n    +',
  'GET /api/regions/outlines':               'y    y    y    y    y    y    n    y',
  'GET /api/regions/landscape':              'y    y    y    y    y    y    n    y',
  'GET /api/circles':                        'y    y    y    y    y    y    n    y',
  'POST /api/regions':                       'y    n    n    n    n    n    n    n',
  'POST /api/regions/:id/border':            'y    n    n    n    n    n    n    n',
  'POST /api/regions/:id/border/remove':     'y    n    n    n    n    n    n    n',
  'POST /api/circles':                       'y    n    n    n    n    n    n    n',
  'GET /api/stations':                       '+    +    +    +    +    +    n    +',
  'GET /api/readings':                       '+    +    +    +    +    +    n    +',
  'GET /api/readings/columns':               '+    +    +    +    +    +    n    +',
  'GET /api/readings/latest':                '+    +    +    +    +    +    n    +',
  'GET /api/readings/layers':                'y    y    y    y    y    y    n    y',
  'GET /api/readings/raw':                   'y    y    n    n    n    y    n    y',
  'GET /api/quality-findings':               '+    +    n    n    +    +    n    +',
  'GET /api/quality-rules':                  'y    y    n    n    y    y    n    y',
  'POST /api/quality-findings/:id/keep':     'n    n    n    n    n    n    n    n',
  'GET /api/corrections':                    '+    +    n    n    +    +    n    +',
  'POST /api/corrections':                   'n    n    n    n    n    n    n    n',
  'POST /api/corrections/:id/approve':       'n    n    n    n    n    n    n    n',
  'POST /api/corrections/:id/refuse':        'n    n    n    n    n    n    n    n',
  'GET /api/devices':                        '+    +    n    n    n    +    n    +',
  'GET /api/devices/:id':                    'y    y    n    n    n    y    n    y',
  'GET /api/devices/:id/hours':              'y    y    n    n    n    y    n    y',
  'GET /api/devices/:id/events':             'y    y    n    n    n    y    n    y',
  'GET /api/devices/:id/completeness':       'y    y    n    n    n    y    n    y',
  'GET /api/evaluations/subjects':          'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/calendar':          'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/statistics':        'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/periods':           'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/ranking':           'y    y    y    y    y    y    n    y',
  'GET /api/evaluations/year-on-year':      'y    y    y    y    y    y    n    y',
  'GET /api/exclusions':                    '+    +    +    +    +    +    n    +',
  'POST /api/exclusions':                   'n    n    n    n    n    n    n    n',
  'POST /api/exclusions/:id/approve':       'n    n    n    n    n    n    n    n',
  'POST /api/exclusions/:id/refuse':        'n    n    n    n    n    n    n    n',
  'POST /api/exclusions/:id/withdraw':      'n    n    n    n    n    n    n    n',
  'GET /api/targets':                       'y    y    y    y    y    y    n    y',
  'POST /api/targets':                      'n    n    n    n    n    n    n    n',
  'GET /api/outlook':                       'y    y    y    y    y    y    n    y',
  'GET /api/outlook/hours':                 'y    y    y    y    y    y    n    y',
  'GET /api/imports':                        '+    +    n    n    n    +    n    n',
  'PUT /api/imports/:id':                    'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id':                    'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id of people':          'y    h    n    n    n    h    n    n',
  'GET /api/imports/:id/proposal':           'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/check':             'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/load':              'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/pause':             'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/resume':            'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/stop':              'y    y    n    n    n    y    n    n',
  'GET /api/imports/:id/refused':            'y    y    n    n    n    y    n    n',
  'POST /api/imports/:id/accounts':          'y    n    n    n    n    n    n    n',
  'GET /api/feeds':                          '+    +    n    n    n    +    n    +',
  'GET /api/feeds/:id':                      'y    y    n    n    n    y    n    y',
  'POST /api/feeds':                         'y    n    n    n    n    n    n    n',
  'POST /api/feeds/try':                     'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id':                     'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id/pause':               'y    n    n    n    n    n    n    n',
  'POST /api/feeds/:id/pull':                'y    n    n    n    n    n    n    n',
  'GET /api/feeds/:id/pulls':                '+    +    n    n    n    +    n    +',
  'GET /api/feeds/:id/refused':              'y    y    n    n    n    y    n    y',
  'GET /api/feeds/:id/pulls/:pullId/refused':'y    y    n    n    n    y    n    y',
  'GET /api/feeds/:id/hours':                'y    y    n    n    n    y    n    y',
  'GET /api/devices/:id/commands':           '+    +    n    n    n    +    n    +',
  'GET /api/quarantine':                     '+    +    n    n    n    +    n    +',
  'GET /api/quarantine/devices':             '+    +    n    n    n    +    n    +',
  'POST /api/devices/:id':                   'y    n    n    n    n    n    n    n',
  'GET /api/quarantine/proposal':            'y    n    n    n    n    n    n    n',
  'POST /api/quarantine/adopt':              'y    n    n    n    n    n    n    n',
  'POST /api/quarantine/replay':             'y    n    n    n    n    n    n    n',
  'POST /api/devices/:id/commands':          'y    y    n    n    n    n    n    n',
  'POST /api/commands/:id/cancel':           'y    y    n    n    n    n    n    n',
  'POST /api/commands/:id/resend':           'y    y    n    n    n    n    n    n',
  'POST /api/stations':                      'y    n    n    n    n    n    n    n',
  'POST /api/stations/:id':                  'y    n    n    n    n    n    n    n',
  'POST /api/devices':                       'y    n    n    n    n    n    n    n',
  'GET /api/alerts':                         '+    +    +    n    +    +    n    +',
  'GET /api/alerts/:id':                     'y    y    y    n    y    y    n    y',
  'POST /api/alerts/:id/acknowledge':        'n    n    n    n    n    n    n    n',
  'GET /api/rules':                          '+    +    n    n    +    +    n    +',
  'POST /api/rules/:id':                     'y    y    n    n    n    n    n    n',
  'POST /api/alerts/:id/verify':            'n    n    n    n    n    n    n    n',
  'POST /api/rules':                        'y    y    n    n    n    n    n    n',
  'POST /api/rules/preview':                'y    y    n    n    y    y    n    y',
  'GET /api/silences':                      '+    +    n    n    +    +    n    +',
  'POST /api/silences':                     'n    y    n    n    n    n    n    n',
  'POST /api/silences/:id/end':             'n    y    n    n    n    n    n    n',
  'POST /api/sheets':                        'y    y    y    y    y    y    y    y',
  'GET /api/tasks':                          '+    +    n    n    +    n    n    +',
  'GET /api/tasks/:id':                      'y    y    n    n    y    n    n    y',
  'POST /api/tasks':                         'n    n    n    n    n    n    n    n',
  'POST /api/tasks/:id/check-in':            'n    n    n    n    n    n    n    n',
  'POST /api/tasks/:id/finish':              'n    n    n    n    n    n    n    n',
  'PUT /api/tasks/:id/photos/:photoId':      'n    n    n    n    n    n    n    n',
  'GET /api/cases':                          '+    +    n    n    +    +    n    +',
  'GET /api/cases/:id':                      'y    y    n    n    y    y    n    y',
  'POST /api/cases':                         'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/assign':              'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/acknowledge':         'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/begin':               'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/submit':              'n    n    n    n    n    n    n    n',
  'PUT /api/cases/:id/photos/:photoId':      'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/return':              'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/verify':              'n    n    n    n    n    n    n    n',
  'POST /api/cases/:id/close':               'n    n    n    n    n    n    n    n',
  'GET /api/photos/:id/bytes of a task':     'y    y    h    h    y    h    h    y',
  'GET /api/photos/:id/bytes of a case':     'y    y    h    h    y    y    h    y',
  'GET /api/sources':                        '+    +    n    n    +    +    n    +',
  'GET /api/sources/:id':                    'y    y    n    n    y    y    n    y',
  'POST /api/sources':                       'y    y    n    n    n    n    n    n',
  'POST /api/sources/:id':                   'y    y    n    n    n    n    n    n',
  'POST /api/sources/:id/state':             'y    y    n    n    n    n    n    n',
  'GET /api/messages':                       '+    +    n    n    n    n    n    +',
  'GET /api/channels':                       '+    +    n    n    n    n    n    +',
  'POST /api/channels':                      'y    n    n    n    n    n    n    n',
  'GET /api/ledger':                         '+    n    n    n    n    n    n    +',
  'GET /api/answers of the ledger':          '+    n    n    n    n    n    n    +',
  'GET /api/ledger/export':                  'n    n    n    n    n    n    n    +',
}

/** Open to whoever comes by. Everything else asks to sign in first. */
export const openToAll: readonly string[] = [
  'GET /api/health',
  'GET /api/demo',
  'GET /api/openapi.json',
  'POST /api/session',
]
