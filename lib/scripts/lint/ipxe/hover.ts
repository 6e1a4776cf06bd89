/** What a word of an iPXE script means. */
import { usageOf } from './command';
import { commands } from './commands';
import { settingName, settingsIn } from './expansions';
import { labelsOf } from './labels';
import { commandsOf, type Line, type Place, parseScript, type Word } from './parse';
import { ourSettings, settings, settingTypes } from './settings';

export interface Hover {
  place: Place;
  /** How it is used, to be shown as code; null where there is no such thing. */
  usage: string | null;
  /** One sentence or two. */
  about: string;
  /** Page of ipxe.org, null where there is none. */
  page: string | null;
}

/** Explains the word at a place; null where there is nothing to say. Line and column count from 1. */
export function hoverIpxe({
  text,
  line,
  column,
}: {
  text: string;
  line: number;
  column: number;
}): Hover | null {
  const lines = parseScript(text);
  const at = (place: Place) =>
    place.line === line && place.column <= column && column < place.endColumn;
  for (const one of lines) {
    for (const command of commandsOf(one)) {
      const word = [command.name, ...command.args].find(({ place }) => at(place));
      if (!word) continue;
      const setting = settingAt({ word, column });
      if (setting) return setting;
      if (word === command.name) return commandHover(word);
      if (command.name.text === 'goto') return labelHover({ word, lines });
      return optionHover({ word, command: command.name.text });
    }
  }
  return null;
}

function commandHover(word: Word): Hover | null {
  const spec = commands.get(word.text);
  if (!spec) return null;
  return {
    place: word.place,
    usage: usageOf(spec),
    about: spec.about,
    page: `https://ipxe.org/cmd/${spec.name}`,
  };
}

function optionHover({ word, command }: { word: Word; command: string }): Hover | null {
  const spec = commands.get(command);
  const name = /^--([^=]+)/.exec(word.text)?.[1];
  const option = spec?.options.find((one) => one.name === name);
  if (!spec || !option) return null;
  const what = {
    timeout: 'Takes milliseconds.',
    integer: 'Takes a number.',
    key: 'Takes a character, or the number of a key.',
  };
  const about =
    option.value === null
      ? 'Takes no value.'
      : option.value in what
        ? what[option.value as keyof typeof what]
        : 'Takes a value.';
  return {
    place: word.place,
    usage: usageOf(spec),
    about,
    page: `https://ipxe.org/cmd/${spec.name}`,
  };
}

function labelHover({ word, lines }: { word: Word; lines: Line[] }): Hover | null {
  const line = labelsOf(lines).defined.get(word.text)?.[0];
  if (!line) return null;
  return { place: word.place, usage: null, about: `The label in line ${line.number}.`, page: null };
}

function settingAt({ word, column }: { word: Word; column: number }): Hover | null {
  const offset = column - word.place.column;
  const inside = settingsIn(word.text)
    .expansions.filter(({ start, end }) => start <= offset && offset < end)
    .at(-1);
  if (!inside) return null;
  const { scope, name, type } = settingName(inside.name);
  const own = scope === null ? ourSettings.get(name) : undefined;
  const builtIn = settings.get(name);
  const about = own ?? builtIn ?? 'A setting of this script, or a parameter of the profile.';
  const written = type === null ? null : settingTypes.get(type);
  return {
    place: {
      line: word.place.line,
      column: word.place.column + inside.start,
      endColumn: word.place.column + inside.end,
    },
    usage: `\${${inside.name}}`,
    about: written ? `${about} ${written}` : about,
    page: builtIn && !own ? `https://ipxe.org/cfg/${name}` : null,
  };
}
