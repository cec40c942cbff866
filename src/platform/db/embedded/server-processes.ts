/** Which of the machine's processes belong to one embedded server. A pid alone proves nothing: it may be reused. */
export interface ServerProcesses {
  /** True when this process runs our executable on our data directory. */
  isOurs(pid: number): Promise<boolean>
  /** All of them: the postmaster and its backends. */
  ours(): Promise<number[]>
  /** True when the process sees other mounts than we do (a container, a sandbox), so that its socket is not ours to see. */
  isElsewhere(pid: number): Promise<boolean>
}
