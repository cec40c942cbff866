/** A setting that the file of the installation decides, as the screens show it. */
export interface FileSetting {
  /** As it is written in `weike.json`, the county's own ones without its code. */
  key: string
  /** What is in force; a text of JSON where it is more than one word. */
  value: string
  /** As Weike has it where the file says nothing. */
  usual: string
  /** Whether it is another than the usual one. */
  isOwn: boolean
}

/** Where data loggers connect. */
export interface LoggerDoor {
  /** What the server listens on; `0.0.0.0` or `::`: every address of the machine. */
  host: string
  port: number
  /** Null: no TLS. */
  tlsPort: number | null
  /** Addresses of this machine by which others reach it, as far as the server listens on them. */
  addresses: readonly string[]
  /** Networks that alone may connect; none: everybody. */
  allow: readonly string[]
}
