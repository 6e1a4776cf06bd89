/** git, asked by argv, without prompts, and with no other protocol than the known ones. */
import { run } from '@/lib/core/exec';
import { gitProtocols } from './location';

const environment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '/bin/false',
  SSH_ASKPASS: '/bin/false',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=20',
  GIT_ALLOW_PROTOCOL: gitProtocols.join(':'),
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
};

/**
 * No file watcher and no hooks of a repository, and no tidying up that goes
 * on behind our back. The rest of its configuration holds, and some of it can
 * name programs, such as filters: a folder in IPXE_SOURCE is trusted.
 */
const cautions = [
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'gc.autoDetach=false'],
];

/** A server that has stopped talking is given up after half a minute. */
const patience = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=30'];

/** Runs git and gives its stdout. `timeout` in milliseconds, a minute by default. */
export function git(given: {
  args: string[];
  signal: AbortSignal;
  timeout?: number;
  log?: (line: string) => void;
}): Promise<string> {
  return run({
    program: 'git',
    args: [...cautions, ...patience, ...given.args],
    env: environment,
    timeout: given.timeout ?? 60_000,
    signal: given.signal,
    onLine: given.log,
  });
}
