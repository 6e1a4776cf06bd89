/** The commands that fetch, check and start images, as upstream's tables have them; pages at https://ipxe.org/cmd. */
import { type CommandSpec, command, flag, value } from './command';

const none = { min: 0, max: 0 };
const quiet = flag('quiet', 'q', 20260717);
const timeout = value('timeout', 't', 'timeout');

const fetching = [value('name', 'n', 'text'), timeout, quiet, flag('autofree', 'a')];
const starting = [...fetching, flag('replace', 'r')];

/** `module` and `initrd` are other names of `imgfetch`, and so on: one page of options for each family. */
const family = (
  names: string[],
  rest: Omit<Parameters<typeof command>[0], 'name' | 'about'>,
  about: (name: string) => string,
): CommandSpec[] => names.map((name) => command({ ...rest, name, about: about(name) }));

const digests = ['md4sum', 'md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum'];

export const imageCommands: CommandSpec[] = [
  ...family(
    ['imgfetch', 'module', 'initrd'],
    {
      operands: '<uri> [<arguments>...]',
      args: { min: 1 },
      kinds: ['uri', 'text'],
      options: fetching,
    },
    (name) =>
      name === 'imgfetch'
        ? 'Downloads an image and keeps it.'
        : 'Downloads a file that is handed to the kernel, such as its initrd.',
  ),
  ...family(
    ['imgselect', 'imgload', 'kernel'],
    {
      operands: '<uri|image> [<arguments>...]',
      args: { min: 1 },
      kinds: ['uri', 'text'],
      options: fetching,
    },
    () =>
      'Downloads an image and chooses it for "boot"; the words behind the address are its command line.',
  ),
  ...family(
    ['imgexec', 'chain', 'boot'],
    {
      operands: '[<uri|image> [<arguments>...]]',
      args: { min: 0 },
      kinds: ['uri', 'text'],
      options: starting,
    },
    (name) =>
      name === 'chain'
        ? 'Downloads an image or script and starts it; comes back when a script ends.'
        : 'Starts an image: the one that is named, or the one that was chosen.',
  ),
  command({
    name: 'imgargs',
    about: 'Sets the command line of an image.',
    operands: '<uri|image> [<arguments>...]',
    args: { min: 1 },
    kinds: ['uri', 'text'],
    options: fetching,
  }),
  command({
    name: 'imgstat',
    about: 'Lists the images that were fetched.',
    operands: '[<image>...]',
    args: { min: 0 },
    kinds: ['text'],
  }),
  command({
    name: 'imgfree',
    about: 'Forgets the images that are named, or all.',
    operands: '[<image>...]',
    args: { min: 0 },
    kinds: ['text'],
  }),
  command({
    name: 'imgextract',
    about: 'Unpacks a compressed image.',
    operands: '<uri|image>',
    args: { min: 1, max: 1 },
    kinds: ['uri'],
    options: [value('name', 'n', 'text'), flag('keep', 'k'), timeout, quiet],
    since: 20210508,
  }),
  command({
    name: 'imgdecrypt',
    about: 'Decrypts an image.',
    operands: '<uri|image> <envelope uri|image>',
    args: { min: 2, max: 2 },
    kinds: ['uri'],
    options: [value('name', 'n', 'text'), flag('keep', 'k'), timeout, quiet],
    since: 20240829,
  }),
  command({
    name: 'imgmem',
    about: 'Makes an image of a piece of memory.',
    operands: '<address> <length>',
    args: { min: 2, max: 2 },
    kinds: ['integer'],
    options: [value('name', 'n', 'text')],
    since: 20210122,
  }),
  command({
    name: 'imgset',
    about: "Puts an image's content into a setting.",
    operands: '<setting> <uri|image>',
    args: { min: 2, max: 2 },
    kinds: ['setting', 'uri'],
    options: [flag('keep', 'k'), timeout, quiet],
    since: 20260714,
  }),
  command({
    name: 'imgtrust',
    about: 'From now on only images that were verified may be started; --allow lifts it.',
    args: none,
    options: [flag('allow', 'a'), flag('permanent', 'p')],
  }),
  command({
    name: 'imgverify',
    about: "Checks an image's signature.",
    operands: '<uri|image> <signature uri|image>',
    args: { min: 2, max: 2 },
    kinds: ['uri'],
    options: [value('signer', 's', 'text'), flag('keep', 'k'), timeout, quiet],
  }),
  ...family(
    digests,
    {
      operands: '<image> [<image>...]',
      args: { min: 1 },
      kinds: ['uri'],
      options: [value('set', 's', 'setting', 20250806)],
    },
    (name) => `Prints the ${name.slice(0, -3).toUpperCase()} checksum of an image.`,
  ),
  command({
    name: 'shim',
    about: 'Fetches the shim that a Secure Boot kernel is started through (UEFI).',
    operands: '[<uri|image>]',
    args: { min: 0, max: 1 },
    kinds: ['uri'],
    options: [
      timeout,
      quiet,
      flag('require-loader', 'l'),
      flag('allow-pxe', 'p'),
      flag('allow-sbat', 's'),
    ],
    since: 20230522,
  }),
  command({
    name: 'fdt',
    about: 'Fetches a device tree for the kernel.',
    operands: '[<uri>]',
    args: { min: 0, max: 1 },
    kinds: ['uri'],
    options: [timeout, quiet],
    since: 20250327,
  }),
  command({
    name: 'certstat',
    about: 'Lists certificates.',
    args: none,
    options: [value('subject', 's', 'text')],
  }),
  command({
    name: 'certstore',
    about: 'Keeps a certificate or key of an image.',
    operands: '[<uri|image>]',
    args: { min: 0, max: 1 },
    kinds: ['uri'],
    options: [value('subject', 's', 'text'), flag('keep', 'k')],
  }),
  command({
    name: 'certfree',
    about: 'Forgets certificates.',
    args: none,
    options: [value('subject', 's', 'text')],
  }),
  command({
    name: 'params',
    about:
      'Begins a list of parameters that is posted with the next address that ends in "##params".',
    args: none,
    options: [
      value('name', 'n', 'text'),
      value('method', 'm', 'text', 20260713),
      flag('delete', 'd'),
    ],
  }),
  command({
    name: 'param',
    about: 'Adds a parameter to the list.',
    operands: '<key> [<value>]',
    args: { min: 1 },
    kinds: ['text'],
    options: [value('params', 'p', 'text'), flag('header', 'H', 20230301)],
  }),
];
