/** The demo's output: one line an event, and one line in place for what is under way. */

const width = 78;

export interface Terminal {
  /** A line that stays. */
  line(text?: string): void;
  /** What is under way: rewritten in place at a terminal, left out elsewhere. */
  progress(text: string): void;
}

export function terminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  let pending = false;
  const clear = () => {
    if (pending) out.write('\r\x1b[2K');
    pending = false;
  };
  return {
    line: (text = '') => {
      clear();
      out.write(`${text}\n`);
    },
    progress: (text) => {
      if (!out.isTTY) return;
      clear();
      out.write(text.slice(0, (out.columns || width) - 1));
      pending = true;
    },
  };
}

/** `████████░░░░ 66 %` */
export function bar(share: number): string {
  const cells = 20;
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${String(Math.round(share * 100)).padStart(3)} %`;
}

/** `+12.3 s`, right-aligned. */
export function since(milliseconds: number): string {
  return `+${(milliseconds / 1000).toFixed(1)} s`.padStart(9);
}

/** `1 min 12 s` */
export function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
