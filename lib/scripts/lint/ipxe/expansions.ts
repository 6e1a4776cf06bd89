/**
 * Settings inside a word, as iPXE puts them in: `${name}`, `${net0/mac}`,
 * `${net0/mac:hexhyp}`, `${net${i}/mac}`. The innermost goes first, and what
 * it gave is looked at again.
 */

export interface Expansion {
  /** Between `${` and `}`, with inner settings as they are written. */
  name: string;
  /** Offset of the `$` in the word. */
  start: number;
  /** Offset behind the `}`. */
  end: number;
  /** True when the name itself holds a setting. */
  nested: boolean;
}

export interface WordSettings {
  expansions: Expansion[];
  /** Offsets of each `${` that no `}` ends in this word: it stays as it is, without a value. */
  unterminated: number[];
}

/** Finds all settings of a word, inner ones included, in the order of their beginnings. */
export function settingsIn(word: string): WordSettings {
  const open: number[] = [];
  const expansions: Expansion[] = [];
  for (let index = 0; index < word.length; index += 1) {
    if (word.startsWith('${', index)) {
      open.push(index);
      index += 1;
    } else if (word[index] === '}') {
      const start = open.pop();
      if (start === undefined) continue;
      const name = word.slice(start + 2, index);
      expansions.push({ name, start, end: index + 1, nested: name.includes('${') });
    }
  }
  expansions.sort((one, other) => one.start - other.start);
  return { expansions, unterminated: open };
}

export interface SettingName {
  /** Settings block such as `net0`, null for the whole. */
  scope: string | null;
  name: string;
  /** How the value is written, such as `hexhyp`. */
  type: string | null;
}

/** Takes `net0/mac:hexhyp` apart, at the first `/` and the first `:` behind it. */
export function settingName(text: string): SettingName {
  const slash = text.indexOf('/');
  const rest = slash < 0 ? text : text.slice(slash + 1);
  const colon = rest.indexOf(':');
  return {
    scope: slash < 0 ? null : text.slice(0, slash),
    name: colon < 0 ? rest : rest.slice(0, colon),
    type: colon < 0 ? null : rest.slice(colon + 1),
  };
}
