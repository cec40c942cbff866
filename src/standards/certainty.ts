/**
 * How sure a number of the law is, as in the fact sheet:
 *   S  sure: public text seen, two independent sources, or proven on published data
 *   P  probable: one public source, or a well-known clause from memory
 *   U  unsure: a dated setting, shown with its doubt, for the county to confirm
 */
export type Certainty = 'S' | 'P' | 'U'
