/**
 * Lines that iPXE refuses before it does anything, one for each option and
 * each count of arguments in our tables, with what it then says: so the
 * tables are compared with a real loader without any command being run.
 */
import type { CommandSpec, Option } from '@/lib/scripts/lint/ipxe/command';
import { commands } from '@/lib/scripts/lint/ipxe/commands';

export interface Probe {
  line: string;
  says: string;
}

/** No command has it. */
const noOption = '--no-such-option';

/** Look at none of their words; by BIOS "shim" is there to be harmless in scripts for both. */
const deaf = new Set(['help', 'shim']);

/** Probes for the commands of a loader that was made of the source of `day` (YYYYMMDD). */
export function probesFor({ names, day }: { names: string[]; day: number }): Probe[] {
  return names.flatMap((name) => {
    const spec = commands.get(name);
    if (!spec) return [{ line: `${name} ${noOption}`, says: 'is in our table' }];
    return deaf.has(name) ? [] : probesOf(spec, day);
  });
}

function probesOf(spec: CommandSpec, day: number): Probe[] {
  const refused = `Unrecognised option "${noOption}"`;
  const probes: Probe[] = [{ line: `${spec.name} ${noOption}`, says: refused }];
  for (const option of spec.options) {
    if ((option.since ?? 0) > day) {
      const line = `${spec.name} --${option.name}`;
      probes.push({ line, says: `Unrecognised option "--${option.name}"` });
      continue;
    }
    const value = exampleOf(option);
    const end = value === null ? noOption : `${value} ${noOption}`;
    probes.push({ line: `${spec.name} --${option.name} ${end}`, says: refused });
    probes.push({ line: `${spec.name} -${option.short} ${end}`, says: refused });
    probes.push(
      value === null
        ? {
            line: `${spec.name} --${option.name}=1`,
            says: `Option "${option.name}" takes no argument`,
          }
        : {
            line: `${spec.name} --${option.name} ${noOption}`,
            says: `Option "${option.name}" requires an argument`,
          },
    );
    if (option.value === 'timeout' || option.value === 'integer' || option.value === 'key') {
      const line = `${spec.name} --${option.name} 5s`;
      probes.push({ line, says: '"5s": invalid integer value' });
    }
  }
  const words = (count: number) => Array.from({ length: count }, () => ' x').join('');
  if (spec.min > 0) probes.push({ line: `${spec.name}${words(spec.min - 1)}`, says: 'Usage:' });
  if (Number.isFinite(spec.max)) {
    probes.push({ line: `${spec.name}${words(spec.max + 1)}`, says: 'Usage:' });
  }
  return probes;
}

/** A value that the option takes; null for a flag. */
function exampleOf(option: Option): string | null {
  if (option.value === null) return null;
  if (option.name === 'configurator') return 'dhcp';
  if (option.value === 'uuid') return '01234567-89ab-cdef-0123-456789abcdef';
  return option.value === 'timeout' || option.value === 'integer' ? '1' : 'x';
}

/** A script that runs all probes, each behind a mark with its number. */
export function probeScript(probes: Probe[]): string {
  const lines = probes.map(({ line }, index) => `echo PROBE ${index}\n${line} ||`);
  return `#!ipxe\n${lines.join('\n')}\necho PROBED\n`;
}

/** The probes that iPXE answered otherwise, with what it said. */
export function otherwise({ probes, text }: { probes: Probe[]; text: string }): string[] {
  const answers = new Map(
    text
      .split(/^PROBE /m)
      .slice(1)
      .map((part) => [Number.parseInt(part, 10), part.split('\n').slice(1).join('\n')]),
  );
  return probes.flatMap(({ line, says }, index) => {
    // The screen has 80 columns, and breaks a line there.
    const answer = (answers.get(index) ?? 'nothing').replace(/\n/g, ' ');
    return answer.includes(says) ? [] : [`${line} → ${answer.trim()}, not ${says}`];
  });
}
