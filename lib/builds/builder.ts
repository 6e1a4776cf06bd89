/**
 * What a builder is. A builder makes one kind of artifact from a spec that
 * has been parsed, in a folder it is given, and knows neither database nor
 * queue; `run.ts` owns everything that all builders share.
 */

/**
 * The kinds of artifact that can be built. `loaders`: the network bootloaders
 * that the TFTP root hands out; `ipxe`, `grub`, `syslinux`, `iso`: boot media
 * that a team asks for.
 */
export const buildKinds = ['loaders', 'agent', 'image', 'ipxe', 'grub', 'syslinux', 'iso'] as const;
export type BuildKind = (typeof buildKinds)[number];

/** Kinds that people ask for as boot media. */
export const mediaKinds = ['ipxe', 'grub', 'syslinux', 'iso'] as const satisfies BuildKind[];
export type MediaKind = (typeof mediaKinds)[number];

/** One thing a build depends on: it is part of the fingerprint. */
export interface BuildInput {
  /** Stable name, such as `package:linux-image-amd64` or `source:agent.py`. */
  name: string;
  /** Version or content hash; a new one makes a new artifact. */
  version: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Written to the program's standard input. */
  input?: string;
  /** Milliseconds; the program and its children are ended after it. */
  timeout?: number;
  /** Called with each line of its output, besides the log. */
  onLine?: (line: string) => void;
}

/** What a builder may use while it works. */
export interface BuildContext {
  /** Empty folder for the result; what is left here becomes the artifact. */
  folder: string;
  /** Empty folder for scratch files, removed afterwards. */
  scratch: string;
  /** Folder for downloads that builds share; write by rename only. */
  cache: string;
  /** Aborted when the build is cancelled or its time is up. */
  signal: AbortSignal;
  /** Values of the team's secrets that `secrets` of the builder named, by name. */
  secrets: Record<string, string>;
  /** What `inputs` of the builder gave for this build; it is asked again when the build has been made. */
  inputs: BuildInput[];
  /** Appends a line to the build's log. */
  log(line: string): void;
  /** Reports progress: a fraction from 0 to 1 and the step in a few words. */
  progress(fraction: number, step: string): void;
  /** Runs a program by argv, never by a shell; its output goes to the log; gives stdout. Throws on a non-zero exit. */
  run(program: string, args: string[], options?: RunOptions): Promise<string>;
}

/** What a builder may use while it looks at what goes into a build. */
export interface InputContext {
  cache: string;
  signal: AbortSignal;
  secrets: Record<string, string>;
}

/** A program that a builder needs, and the package that brings it. */
export interface NeededTool {
  program: string;
  package: string;
}

export interface Builder<Spec> {
  kind: BuildKind;
  /** Raise it to forget old artifacts. */
  version: number;
  /** Needed whatever the spec says: without them a build fails at once. */
  tools: NeededTool[];
  /** By engine, what only that engine needs; announced, so that pages know before a build. */
  engines?: Record<string, NeededTool[]>;
  /** Milliseconds after which the build is stopped. */
  timeLimit: number;
  /** Names of the team's secrets that the spec needs; their values reach `inputs` and `build`. */
  secrets?(spec: Spec): string[];
  inputs(spec: Spec, context: InputContext): Promise<BuildInput[]>;
  build(spec: Spec, context: BuildContext): Promise<void>;
}
