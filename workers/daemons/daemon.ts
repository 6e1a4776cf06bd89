/**
 * What a supervised daemon describes of itself. It only describes: the
 * supervisor writes, checks, starts, restarts and stops.
 */

export interface ProcessFile {
  path: string;
  content: string;
  /** What makes the process see a change of it. */
  takesEffect: 'restart' | 'SIGHUP';
}

export interface ProcessSpec {
  program: string;
  args: string[];
  files: ProcessFile[];
  /** Shown as the configuration in force. */
  config: string;
  /** Looks at a candidate of one file before it is put in force; gives the program's arguments. */
  check?: { path: string; args: (candidate: string) => string[] };
  /** The line by which the process says that it serves. */
  ready: RegExp;
}

/** Wanted, and cannot be as things are: the sentence says why and what to do. */
export interface Blocked {
  blocked: string;
}

export interface Daemon {
  /** Name of its Service row. */
  name: string;
  /** Null: it should be off. Throws while the store is away: then all stays as it is. */
  wanted(): Promise<ProcessSpec | Blocked | null>;
  /** An argument that only a process of ours has, by which a left-over one is known. */
  mark: string;
  /** Where the last configuration that served is kept. */
  goodFile: string;
  /** Told each line that the process writes. */
  onLine?(line: string): void;
}
