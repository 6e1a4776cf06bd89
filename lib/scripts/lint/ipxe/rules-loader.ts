/** What the published bootloader was not built with, and servers that it does not trust. */
import type { Finding } from '@/lib/scripts/lint/schema';
import { readArguments } from './arguments';
import type { LoaderCapabilities } from './capabilities';
import { commands } from './commands';
import { type Command, commandsOf, type Word } from './parse';
import { found, type Script } from './script';
import { isDynamic } from './template';

export function loaderFindings(script: Script): Finding[] {
  return script.lines.flatMap((line) =>
    line.steps.flatMap(({ command }, index) => {
      if (!command) return [];
      const guarded = line.steps
        .slice(index)
        .some((step) => step.joiner === '||' || step.joiner === ';');
      return [
        ...missingCommand({ command, script, guarded }),
        ...addresses(command).flatMap((word) => [
          ...missingScheme({ word, script, guarded }),
          ...missingIpv6({ word, script }),
          ...distrusted({ word, script }),
        ]),
      ];
    }),
  );
}

interface Look {
  script: Script;
  guarded: boolean;
}

function missingCommand({ command, script, guarded }: Look & { command: Command }): Finding[] {
  const name = command.name.text;
  if (!commands.has(name)) return [];
  return notBuiltIn({
    script,
    guarded,
    place: command.name,
    what: `the command "${name}"`,
    has: (loader) => loader.commands.includes(name),
  });
}

function missingScheme({ word, script, guarded }: Look & { word: Word }): Finding[] {
  const scheme = /^([a-z][a-z0-9+_-]*):/i.exec(word.text)?.[1]?.toLowerCase();
  if (!scheme) return [];
  return notBuiltIn({
    script,
    guarded,
    place: word,
    what: `addresses of "${scheme}:"`,
    has: (loader) => loader.schemes.includes(scheme),
  });
}

function missingIpv6({ word, script }: { word: Word; script: Script }): Finding[] {
  if (!/^[a-z]+:\/\/\[/i.test(word.text)) return [];
  return notBuiltIn({
    script,
    guarded: false,
    place: word,
    what: 'IPv6',
    has: (loader) => loader.features.includes('IPv6'),
  });
}

/** Missing from all files: an error. From some: a warning. Where the line goes on without it: a hint. */
function notBuiltIn({
  script,
  guarded,
  place,
  what,
  has,
}: Look & { place: Word; what: string; has: (loader: LoaderCapabilities) => boolean }): Finding[] {
  const loaders = script.capabilities?.loaders ?? [];
  const without = loaders.filter((loader) => !has(loader)).map((loader) => loader.name);
  if (without.length === 0) return [];
  const all = without.length === loaders.length;
  const who = all
    ? `The published bootloader (${script.capabilities?.version}) was built without ${what}.`
    : `${list(without)} of the published bootloader ${without.length === 1 ? 'was' : 'were'} built without ${what}.`;
  const way = guarded
    ? 'The line goes on behind "||" then.'
    : 'Leave it out, or write behind "||" what to do without it.';
  const severity = guarded ? 'info' : all ? 'error' : 'warning';
  return [found(severity, 'not-built-in', place.place, `${who} ${way}`)];
}

function list(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function distrusted({ word, script }: { word: Word; script: Script }): Finding[] {
  const server = /^https:\/\/(\[[^\]]*\]|[^/:?#]+)/i.exec(word.text)?.[1];
  if (server === undefined || script.trust.includes(server.toLowerCase())) return [];
  if (isDynamic(server)) return [];
  const own = script.capabilities?.authorities === 'built-in';
  const inside =
    /^[\d.]+$|^\[/.test(server) ||
    !server.includes('.') ||
    /\.(lan|local|internal|home|test|corp|intra(net)?)$/i.test(server);
  // What was built in cannot be changed by a script.
  if (own) return inside ? [] : [found('info', 'no-trust', word.place, onlyBuiltIn(server))];
  if (setsTrust(script)) return [];
  return [
    inside
      ? found(
          'warning',
          'no-trust',
          word.place,
          `The bootloader trusts public certificates only, so it refuses "${server}" with one of your own. Use http:, or "set trust" and "set crosscert" before.`,
        )
      : found(
          'info',
          'no-trust',
          word.place,
          `The certificate of "${server}" is checked with the help of ca.ipxe.org, so the machine needs the Internet and a true clock.`,
        ),
  ];
}

function onlyBuiltIn(server: string): string {
  return `The bootloader believes only the authorities that are built into it, so it refuses "${server}" with a public certificate.`;
}

function setsTrust({ lines }: Script): boolean {
  return lines.some((line) =>
    commandsOf(line).some(
      ({ name, args }) =>
        name.text === 'set' && /^(trust|crosscert)(:|$)/.test(args[0]?.text ?? ''),
    ),
  );
}

/** The words of a command that are addresses. */
function addresses(command: Command): Word[] {
  const spec = commands.get(command.name.text);
  if (!spec) return [];
  const { operands, options } = readArguments(spec, command.args);
  const given = operands.filter(
    (_, index) => spec.kinds[Math.min(index, spec.kinds.length - 1)] === 'uri',
  );
  return [
    ...given,
    ...options.flatMap(({ option, value }) => (option.value === 'uri' && value ? [value] : [])),
  ];
}
