/**
 * Keeps one daemon as it is wanted: wanted against observed. It writes the
 * files, checks them, keeps the last configuration that served in force
 * when a new one fails, starts, restarts with back-off, and stops at the end.
 * One step at a time; whatever happens only wakes the next step.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '@/lib/core/errors';
import { run } from '@/lib/core/exec';
import { logger } from '@/lib/core/log';
import { describeCheck, keyOf, withGood } from './daemons/compare';
import type { Daemon, ProcessSpec } from './daemons/daemon';
import { type GoodConfiguration, readGood, withCandidate, writeWhole } from './daemons/files';
import { endLeftOvers } from './daemons/left-over';
import { DaemonProcess } from './daemons/process';
import { type Observation, ServiceRecord } from './daemons/service-record';

/** Milliseconds: a process that lived this long has not crashed quickly. */
const longLife = 10_000;
/** Milliseconds before the first, the second and every later restart of quick crashes. */
const waits = [0, 500, 30_000];
/** Milliseconds between looks at what is blocked, or while the store is away. */
const lookAgain = 2_000;

/** In the place of what is wanted: the process ended while that was asked. */
const processEnded = Symbol('process ended');

type Wanted = Awaited<ReturnType<Daemon['wanted']>>;

export class Supervisor {
  readonly #daemon: Daemon;
  readonly #record: ServiceRecord;
  #process: DaemonProcess | undefined;
  #good: GoodConfiguration | null = null;
  /** Why the wanted configuration is not in force, and which one that was. */
  #refused: { key: string; reason: string } | undefined;
  #crashes = 0;
  #crashKey: string | undefined;
  #notBefore = 0;
  #crashReason: string | null = null;
  #wake = () => {};
  #woken = false;

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
    this.#record = new ServiceRecord(daemon.name);
  }

  /** The pid of the running process. */
  get pid(): number | null {
    return this.#process && !this.#process.over ? this.#process.pid : null;
  }

  /** Something may be wanted differently now. */
  nudge(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Works until the signal aborts; then the daemon is stopped, and its end recorded. */
  async run(signal: AbortSignal): Promise<void> {
    const log = logger(this.#daemon.name);
    const ended = await endLeftOvers(this.#daemon.mark);
    if (ended.length > 0) log.info({ pids: ended }, 'ended a process of a worker that was killed');
    this.#good = readGood(this.#daemon.goodFile);
    signal.addEventListener('abort', () => this.nudge(), { once: true });
    while (!signal.aborted) {
      this.#woken = false;
      let wait = lookAgain;
      try {
        wait = await this.#step();
      } catch (error) {
        // The store is away, or a file cannot be written: what runs goes on.
        log.warn({ reason: reasonOf(error) }, 'could not look at what is wanted; trying again');
      }
      await this.#sleep(wait);
    }
    await this.#stop('The worker was stopped.');
    await this.#record.close();
  }

  /** One look; gives how many milliseconds the next one may wait. */
  async #step(): Promise<number> {
    await this.#noticeEnd();
    const wanted = await this.#look();
    if (wanted === processEnded) return 0;
    if (wanted === null) {
      this.#forgive();
      await this.#stop(null);
      return 60_000;
    }
    if ('blocked' in wanted) {
      if (this.#process) this.#observe('on', `${wanted.blocked} What served before serves on.`);
      else this.#observe('failed', wanted.blocked);
      return lookAgain;
    }
    if (!this.#process) return this.#startWanted(wanted);
    await this.#adjust(this.#process, wanted);
    return 60_000;
  }

  /** What is wanted; or that the process ended while a store that is away kept us waiting. */
  async #look(): Promise<Wanted | typeof processEnded> {
    const looked = this.#daemon.wanted();
    if (!this.#process) return looked;
    looked.catch(() => {});
    return Promise.race([
      looked,
      this.#process.ended.then((): typeof processEnded => processEnded),
    ]);
  }

  async #startWanted(wanted: ProcessSpec): Promise<number> {
    // A configuration that failed is not tried again before it has changed.
    const refused = this.#refused?.key === keyOf(wanted) ? this.#refused : undefined;
    if (this.#crashes > 0 && !refused && this.#crashKey !== keyOf(wanted)) this.#forgive();
    const left = this.#notBefore - Date.now();
    if (left > 0) return left;
    if (refused && this.#good) {
      await this.#start(withGood(wanted, this.#good), refused.reason);
      return 60_000;
    }
    this.#observe('starting', this.#crashReason);
    const problem = await this.#checkProblem(wanted);
    if (problem) return this.#refuse(wanted, problem);
    await this.#start(wanted, null);
    return this.#process ? 60_000 : Math.max(0, this.#notBefore - Date.now());
  }

  /** Brings a running process to what is wanted: not at all, by SIGHUP, or by a restart. */
  async #adjust(process: DaemonProcess, wanted: ProcessSpec): Promise<void> {
    const key = keyOf(wanted);
    if (key === keyOf(process.spec)) {
      this.#refused = undefined;
      this.#rewrite(process, wanted);
      this.#observe('on', null);
      return;
    }
    if (this.#refused?.key === key) {
      this.#rewrite(process, wanted);
      this.#observe('on', this.#refused.reason);
      return;
    }
    const problem = await this.#checkProblem(wanted);
    if (problem) {
      await this.#refuse(wanted, problem);
      return;
    }
    this.#observe('starting', 'Starting again with the new configuration.');
    await process.stop();
    this.#process = undefined;
    await this.#start(wanted, null);
  }

  /** Writes the files that a running process reads again on SIGHUP. */
  #rewrite(process: DaemonProcess, wanted: ProcessSpec): void {
    const news = wanted.files.filter(
      (file) =>
        file.takesEffect === 'SIGHUP' &&
        process.spec.files.find((old) => old.path === file.path)?.content !== file.content,
    );
    if (news.length === 0) return;
    for (const file of news) {
      writeWhole(file.path, file.content);
      const old = process.spec.files.find((one) => one.path === file.path);
      if (old) old.content = file.content;
    }
    process.reload();
  }

  async #checkProblem(wanted: ProcessSpec): Promise<string | null> {
    const { check } = wanted;
    const file = wanted.files.find((one) => one.path === check?.path);
    if (!check || !file) return null;
    mkdirSync(path.dirname(file.path), { recursive: true });
    return withCandidate(file, async (candidate) => {
      try {
        await run({ program: wanted.program, args: check.args(candidate), timeout: 10_000 });
        return null;
      } catch (error) {
        return describeCheck({ text: reasonOf(error), candidate, content: file.content });
      }
    });
  }

  async #refuse(wanted: ProcessSpec, problem: string): Promise<number> {
    const kept = this.#process || this.#good;
    const reason = kept
      ? `The new configuration was refused: ${problem} The last good one stays in force.`
      : `The configuration was refused: ${problem}`;
    this.#refused = { key: keyOf(wanted), reason };
    if (this.#process) this.#observe('on', reason);
    else if (this.#good) await this.#start(withGood(wanted, this.#good), reason);
    else this.#observe('failed', reason);
    return 60_000;
  }

  async #start(spec: ProcessSpec, reason: string | null): Promise<void> {
    for (const file of spec.files) {
      mkdirSync(path.dirname(file.path), { recursive: true });
      writeWhole(file.path, file.content);
    }
    const process = new DaemonProcess(
      { ...spec, files: spec.files.map((file) => ({ ...file })) },
      (line) => this.#hear(line),
    );
    void process.ended.then(() => this.nudge());
    if (await process.serves()) {
      this.#process = process;
      this.#observe('on', reason);
      if (reason === null) this.#remember(spec);
      return;
    }
    const words = process.lastWords();
    await process.stop();
    const problem = `${path.basename(spec.program)} ${await process.ended}: ${words || 'it said nothing.'}`;
    const isGood = this.#good !== null && keyOf(withGood(spec, this.#good)) === keyOf(spec);
    if (this.#good && !isGood) {
      await this.#refuse(spec, problem);
      return;
    }
    this.#crashed(problem, keyOf(spec));
  }

  #remember(spec: ProcessSpec): void {
    this.#good = { files: spec.files, config: spec.config };
    writeWhole(this.#daemon.goodFile, JSON.stringify(this.#good));
  }

  /** A process that ended by itself: the first time it is back before anything else is looked at. */
  async #noticeEnd(): Promise<void> {
    const process = this.#process;
    if (!process?.over) return;
    this.#process = undefined;
    if (Date.now() - process.startedAt >= longLife) this.#crashes = 0;
    const name = path.basename(process.spec.program);
    void process.ended.then((how) => logger(this.#daemon.name).warn({ how }, 'ended by itself'));
    this.#crashed(`${name} ended by itself: ${process.lastWords()}`, keyOf(process.spec));
    if (this.#crashes === 1) await this.#start(process.spec, this.#refused?.reason ?? null);
  }

  #crashed(reason: string, key: string): void {
    this.#crashKey = key;
    const wait = waits[Math.min(this.#crashes, waits.length - 1)] ?? 0;
    this.#crashes += 1;
    this.#crashReason = reason;
    this.#notBefore = Date.now() + wait;
    if (this.#crashes < waits.length) this.#observe('backing-off', reason);
    else
      this.#observe(
        'failed',
        `${reason} Three times in a row; the next try is in ${wait / 1000} s.`,
      );
  }

  #forgive(): void {
    this.#crashes = 0;
    this.#notBefore = 0;
    this.#crashReason = null;
    this.#refused = undefined;
  }

  async #stop(reason: string | null): Promise<void> {
    if (this.#process) {
      this.#observe('stopping', reason);
      await this.#process.stop();
      this.#process = undefined;
    }
    this.#observe('off', reason);
  }

  #observe(observed: Observation['observed'], reason: string | null): void {
    const running = observed === 'on' || observed === 'stopping';
    this.#record.observe({
      observed,
      reason,
      pid: running ? this.pid : null,
      config: running ? (this.#process?.spec.config ?? null) : null,
    });
  }

  #hear(line: string): void {
    this.#record.line(line);
    this.#daemon.onLine?.(line);
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (this.#woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
