/** Comparing what is wanted with what served, and telling what a check found. Pure. */
import type { ProcessSpec } from './daemon';
import type { GoodConfiguration } from './files';

/** What makes a restart necessary when it differs. */
export function keyOf(spec: ProcessSpec): string {
  const files = spec.files.filter((file) => file.takesEffect === 'restart');
  return JSON.stringify([spec.program, spec.args, files]);
}

/** The wanted process with the configuration that served last; its other files stay as wanted. */
export function withGood(wanted: ProcessSpec, good: GoodConfiguration): ProcessSpec {
  const files = wanted.files.map(
    (file) =>
      (file.takesEffect === 'restart' && good.files.find((old) => old.path === file.path)) || file,
  );
  return { ...wanted, config: good.config, files };
}

/** A check's complaint, with the line it is about: `… at line 7 of FILE`. */
export function describeCheck(given: { text: string; candidate: string; content: string }): string {
  const text = given.text.replaceAll(given.candidate, 'the configuration').replaceAll('\n', ' ');
  const number = /at line (\d+)/.exec(text)?.[1];
  const line = number ? given.content.split('\n')[Number(number) - 1] : undefined;
  return line === undefined ? `${text}.` : `${text}: "${line}".`;
}
