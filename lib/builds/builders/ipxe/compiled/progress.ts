/** How far a make is, by the targets that it names. */

const target = /^\s*(#echo ")?\s*\[(BUILD|AR|HOSTCC)\]/;

/** How many targets `make -n` says there are to make. */
export function countTargets(text: string): number {
  return text.split('\n').filter((line) => target.test(line)).length;
}

/** Takes make's lines one by one; gives the fraction after each line that names a target, else null. */
export function makeProgress(total: number): (line: string) => number | null {
  let made = 0;
  return (line) => {
    if (!target.test(line)) return null;
    made += 1;
    return total > 0 ? Math.min(made / total, 1) : 0;
  };
}
