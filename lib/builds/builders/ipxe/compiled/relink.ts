/**
 * A recipe turned to another place: what make would write into the tree goes
 * to a folder of the build's own, and the objects of the build stand in for
 * those of the base.
 */
import type { Command } from './words';

/** The archive of all objects but a build's own, in the base. */
export const restArchive = 'rest.a';

interface Place {
  /** Name of make's folder for the platform. */
  bin: string;
  /** Absolute path of the build's own folder. */
  folder: string;
  /** Absolute path of the archive with the build's own objects. */
  own: string;
  /** What iPXE tells builds apart by: 32 bits. */
  buildId: number;
  /** Seconds since 1970, instead of the clock. */
  timestamp: number;
}

/** The command as it is run for a build; its working directory is the base's `src`. */
export function relinked(step: Command, place: Place): Command {
  const turned = (word: string) => {
    if (/^_build_id=/.test(word)) return `_build_id=${place.buildId}`;
    if (/^_build_timestamp=/.test(word)) return `_build_timestamp=${place.timestamp}`;
    return turnedPath(word, place);
  };
  return {
    args: step.args.flatMap((word) =>
      word === `${place.bin}/blib.a`
        ? ['--start-group', place.own, `${place.bin}/${restArchive}`, '--end-group']
        : [turned(word)],
    ),
    output: step.output === null ? null : turnedPath(step.output, place),
  };
}

/** Files of the base are read where they are; all others are the build's. */
function turnedPath(word: string, { bin, folder }: Place): string {
  if (!word.startsWith(`${bin}/`)) return word;
  const name = word.slice(bin.length + 1);
  return /^(version\..*\.o|usbdisk\.bin)$/.test(name) ? word : `${folder}/${name}`;
}

/** The compilation of an object with other definitions and another output. */
export function recompiled(given: {
  step: Command;
  /** Name to value; one that is there already is replaced. */
  define: Record<string, string>;
  output: string;
}): string[] {
  const { step, define, output } = given;
  const names = Object.keys(define);
  const kept = step.args.filter(
    (word) => !names.some((name) => word === `-D${name}` || word.startsWith(`-D${name}=`)),
  );
  const at = kept.lastIndexOf('-o');
  return [...kept.slice(0, at), ...names.map((name) => `-D${name}=${define[name]}`), '-o', output];
}
