/**
 * iPXE for Monaco: highlighting and completion. Commands and settings are
 * those of ipxe.org/cmd and ipxe.org/cfg.
 */
import type * as Monaco from 'monaco-editor';

/** Command → how it is used, as on ipxe.org/cmd. */
export const commands: Record<string, string> = {
  autoboot: 'autoboot [--autofree] [<interface>…]',
  boot: 'boot [--name <name>] [--timeout <ms>] [--autofree] [--replace] [<uri|image>] [<arguments>…]',
  chain:
    'chain [--name <name>] [--timeout <ms>] [--autofree] [--replace] <uri|image> [<arguments>…]',
  choose: 'choose [--menu <menu>] [--default <label>] [--timeout <ms>] [--keep] <setting>',
  clear: 'clear <setting>',
  config: 'config [<scope>]',
  console: 'console [--x <width>] [--y <height>] [--depth <bpp>] [--picture <uri>] [--keep]',
  cpair: 'cpair [--foreground <colour>] [--background <colour>] <pair>',
  cpuid: 'cpuid [--ext] [--ecx] <bit>',
  dhcp: 'dhcp [--configurator <name>] [--timeout <ms>] [<interface>…]',
  echo: 'echo [-n] [<string>…]',
  exit: 'exit [<status>]',
  fcels: 'fcels',
  fcstat: 'fcstat',
  goto: 'goto <label>',
  help: 'help',
  ifclose: 'ifclose [<interface>…]',
  ifconf: 'ifconf [--configurator <name>] [--timeout <ms>] [<interface>…]',
  iflinkwait: 'iflinkwait [--timeout <ms>] [<interface>…]',
  ifopen: 'ifopen [<interface>…]',
  ifstat: 'ifstat [<interface>…]',
  imgargs: 'imgargs <uri|image> [<arguments>…]',
  imgexec: 'imgexec [--timeout <ms>] [--autofree] [--replace] <uri|image> [<arguments>…]',
  imgextract: 'imgextract [--name <name>] [--keep] [--timeout <ms>] <uri|image>',
  imgfetch: 'imgfetch [--name <name>] [--timeout <ms>] [--autofree] <uri> [<arguments>…]',
  imgfree: 'imgfree [<uri|image>]',
  imgmem: 'imgmem [--name <name>] <address> <length>',
  imgselect: 'imgselect [--timeout <ms>] [--autofree] <uri|image> [<arguments>…]',
  imgstat: 'imgstat',
  imgtrust: 'imgtrust [--allow] [--permanent]',
  imgverify: 'imgverify [--signer <name>] [--keep] <uri|image> <signature>',
  inc: 'inc <setting> [<increment>]',
  initrd: 'initrd [--name <name>] [--timeout <ms>] [--autofree] <uri> [<arguments>…]',
  iseq: 'iseq <value1> <value2>',
  isset: 'isset <value>',
  item: 'item [--menu <menu>] [--gap] [--key <key>] [--default] [<label>] [<text>]',
  kernel: 'kernel [--name <name>] [--timeout <ms>] [--autofree] <uri> [<arguments>…]',
  login: 'login',
  menu: 'menu [--name <name>] [--delete] [<title>]',
  module: 'module [--name <name>] [--timeout <ms>] [--autofree] <uri> [<arguments>…]',
  nslookup: 'nslookup <setting> <name>',
  nstat: 'nstat',
  ntp: 'ntp <server>',
  param: 'param [--params <name>] [--header] <name> <value>',
  params: 'params [--name <name>] [--delete]',
  pciscan: 'pciscan <setting>',
  ping: 'ping [--size <bytes>] [--timeout <ms>] [--count <n>] [--quiet] <host>',
  poweroff: 'poweroff',
  profstat: 'profstat',
  prompt: 'prompt [--key <key>] [--timeout <ms>] [<text>]',
  read: 'read <setting>',
  reboot: 'reboot [--warm] [--setup]',
  route: 'route',
  sanboot: 'sanboot [--drive <drive>] [--filename <file>] [--no-describe] [--keep] [<uri>…]',
  sanhook: 'sanhook [--drive <drive>] [--no-describe] <uri>…',
  sanunhook: 'sanunhook [--drive <drive>]',
  set: 'set <setting> <value>',
  sha256sum: 'sha256sum <uri|image>',
  shell: 'shell',
  shim: 'shim [--timeout <ms>] [<uri|image>]',
  show: 'show <setting>',
  sleep: 'sleep <seconds>',
  sync: 'sync [--timeout <ms>]',
  time: 'time <command>',
  vcreate: 'vcreate --tag <tag> <trunk interface>',
  vdestroy: 'vdestroy <VLAN interface>',
};

const settings = [
  'net0/mac',
  'netX/mac',
  'net0/ip',
  'ip',
  'netmask',
  'gateway',
  'dns',
  'hostname',
  'domain',
  'next-server',
  'filename',
  'uuid',
  'serial',
  'manufacturer',
  'product',
  'asset',
  'buildarch',
  'platform',
  'cwuri',
  'errno',
  'version',
  // Set by the provisioner before the script runs.
  'base',
  'install',
  'kickstart',
];

export const ipxeTokens: Monaco.languages.IMonarchLanguage = {
  defaultToken: '',
  commands: Object.keys(commands),
  tokenizer: {
    root: [
      [/^#!.*$/, 'keyword.directive'],
      [/^\s*#.*$/, 'comment'],
      [/^\s*:\S+/, 'type.identifier'],
      [/\$\{/, { token: 'variable', next: '@setting' }],
      [/\|\||&&/, 'operator'],
      [/\b(?:https?|tftp|ftp|nfs|iscsi):\/\/[^\s$]*/, 'string'],
      [/\s--?[a-z-]+/, 'attribute.name'],
      [/[a-z][a-z0-9]*/, { cases: { '@commands': 'keyword', '@default': '' } }],
    ],
    setting: [
      [/\$\{/, { token: 'variable', next: '@push' }],
      [/\}/, { token: 'variable', next: '@pop' }],
      [/[^$}]+/, 'variable'],
    ],
  },
};

/** Registers the language with one Monaco; a second call does nothing. */
export function registerIpxe(monaco: typeof Monaco): void {
  if (monaco.languages.getLanguages().some((language) => language.id === 'ipxe')) return;
  monaco.languages.register({ id: 'ipxe', extensions: ['.ipxe'] });
  monaco.languages.setLanguageConfiguration('ipxe', {
    comments: { lineComment: '#' },
    brackets: [['{', '}']],
    autoClosingPairs: [{ open: '{', close: '}' }],
  });
  monaco.languages.setMonarchTokensProvider('ipxe', ipxeTokens);
  monaco.languages.registerCompletionItemProvider('ipxe', {
    triggerCharacters: ['{', ' ', ':'],
    provideCompletionItems: (model, position) => ({
      suggestions: suggest(monaco, model, position),
    }),
  });
  monaco.languages.registerHoverProvider('ipxe', {
    provideHover: (model, position) => {
      const word = model.getWordAtPosition(position)?.word ?? '';
      const usage = commands[word];
      return usage ? { contents: [{ value: `\`\`\`\n${usage}\n\`\`\`` }] } : null;
    },
  });
}

/** What fits at a place: settings inside `${`, labels after goto, else commands. */
function suggest(
  monaco: typeof Monaco,
  model: Monaco.editor.ITextModel,
  position: Monaco.Position,
): Monaco.languages.CompletionItem[] {
  const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
  const word = model.getWordUntilPosition(position);
  const range = {
    startLineNumber: position.lineNumber,
    endLineNumber: position.lineNumber,
    startColumn: word.startColumn,
    endColumn: word.endColumn,
  };
  const { CompletionItemKind } = monaco.languages;
  if (/\$\{[^}]*$/.test(before)) {
    return settings.map((label) => ({
      label,
      kind: CompletionItemKind.Variable,
      insertText: label,
      range,
    }));
  }
  if (/\bgoto\s+\S*$/.test(before)) {
    const labels = [...model.getValue().matchAll(/^\s*:(\S+)/gm)].map((match) => match[1] ?? '');
    return labels.map((label) => ({
      label,
      kind: CompletionItemKind.Reference,
      insertText: label,
      range,
    }));
  }
  if (!/(^|\|\||&&)\s*\S*$/.test(before)) return [];
  return Object.entries(commands).map(([label, detail]) => ({
    label,
    detail,
    kind: CompletionItemKind.Keyword,
    insertText: label,
    range,
  }));
}
