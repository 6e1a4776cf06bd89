import { expect, test } from 'vitest';
import { readRecipes } from './recipe';
import { recompiled, relinked } from './relink';

/** In the form that make prints; the words are made up. */
const plan = `#echo "  [PARSEROM]"
perl ./util/parserom.pl one.c two.c > bin-x/.rom.defs
#echo "  [BUILD] bin-x/embedded.o"
env CCACHE_DISABLE=1 gcc -DARCH=x -DEMBED_ALL="" -DOBJECT=embedded -c image/embedded.c -o bin-x/embedded.o
gcc -DOBJECT=rootcert -c crypto/rootcert.c -o bin-x/rootcert.o
env CCACHE_DISABLE=1 gcc -DCERT_ALL="" -c crypto/certstore.c -o bin-x/certstore.o
env CCACHE_DISABLE=1 gcc -c crypto/privkey.c -o bin-x/privkey.o
ar rcD bin-x/blib.a bin-x/embedded.o bin-x/rootcert.o
#echo "  [VERSION] bin-x/version.ipxe.lkrn.o"
gcc -DBUILD_NAME="\\"ipxe.lkrn\\"" \\
	-DVERSION="\\"2.0.0+ (g0ab22)\\"" \\
	-c core/version.c -o bin-x/version.ipxe.lkrn.o
objcopy --prefix-symbols= bin-x/version.ipxe.lkrn.o
ld -u obj_a bin-x/version.ipxe.lkrn.o bin-x/blib.a -o bin-x/ipxe.lkrn.tmp \\
	--defsym _build_id=17 \\
	--defsym _build_timestamp=5 \\
	-Map bin-x/ipxe.lkrn.tmp.map
objdump -ht bin-x/ipxe.lkrn.tmp | perl ./util/sortobjdump.pl >> bin-x/ipxe.lkrn.tmp.map
objcopy -O binary -R .zinfo bin-x/ipxe.lkrn.tmp bin-x/ipxe.lkrn.bin
./util/zbin64 bin-x/ipxe.lkrn.bin bin-x/ipxe.lkrn.zinfo > bin-x/ipxe.lkrn.zbin
cp bin-x/ipxe.lkrn.zbin bin-x/ipxe.lkrn
util/genfsimg -o bin-x/ipxe.iso bin-x/ipxe.lkrn
cat bin-x/usbdisk.bin bin-x/ipxe.hd > bin-x/ipxe.usb
rm bin-x/version.ipxe.lkrn.o
`;

const read = (targets: string[]) => readRecipes({ text: plan, bin: 'bin-x', targets });

test('how an own object is compiled, without the compiler cache', () => {
  expect(read(['ipxe.lkrn']).objects.embedded).toEqual({
    args: [
      'gcc',
      '-DARCH=x',
      '-DEMBED_ALL=',
      '-DOBJECT=embedded',
      '-c',
      'image/embedded.c',
      '-o',
      'bin-x/embedded.o',
    ],
    output: null,
  });
});

test('a file is made by its own steps, those for readers left out', () => {
  const { targets, versions } = read(['ipxe.lkrn']);
  expect(versions['ipxe.lkrn']?.map(({ args }) => args[0])).toEqual(['gcc', 'objcopy']);
  expect(targets['ipxe.lkrn']?.map(({ args }) => args.join(' '))).toEqual([
    'ld -u obj_a bin-x/version.ipxe.lkrn.o bin-x/blib.a -o bin-x/ipxe.lkrn.tmp --defsym _build_id=17 --defsym _build_timestamp=5',
    'objcopy -O binary -R .zinfo bin-x/ipxe.lkrn.tmp bin-x/ipxe.lkrn.bin',
    './util/zbin64 bin-x/ipxe.lkrn.bin bin-x/ipxe.lkrn.zinfo',
    'cp bin-x/ipxe.lkrn.zbin bin-x/ipxe.lkrn',
  ]);
});

test('an image is made by way of the file that it holds', () => {
  expect(read(['ipxe.iso']).targets['ipxe.iso']?.at(-1)?.args).toEqual([
    'util/genfsimg',
    '-o',
    'bin-x/ipxe.iso',
    'bin-x/ipxe.lkrn',
  ]);
});

test('what make does not say is told with a way out', () => {
  expect(() => read(['undionly.kpxe'])).toThrow(
    'The iPXE source is not made in a way that is known here: it has no way to make undionly.kpxe. Set IPXE_SOURCE to',
  );
  expect(() => readRecipes({ text: '', bin: 'bin-x', targets: [] })).toThrow('embedded.o');
});

const place = { bin: 'bin-x', folder: '/own', own: '/own/own.a', buildId: 7, timestamp: 9 };

test('a link takes the own objects and writes to the own folder', () => {
  const [link, , pack] = read(['ipxe.lkrn']).targets['ipxe.lkrn'] ?? [];
  expect(link && relinked(link, place).args.join(' ')).toBe(
    'ld -u obj_a bin-x/version.ipxe.lkrn.o --start-group /own/own.a bin-x/rest.a --end-group -o /own/ipxe.lkrn.tmp --defsym _build_id=7 --defsym _build_timestamp=9',
  );
  expect(pack && relinked(pack, place)).toEqual({
    args: ['./util/zbin64', '/own/ipxe.lkrn.bin', '/own/ipxe.lkrn.zinfo'],
    output: '/own/ipxe.lkrn.zbin',
  });
});

test('files of the base are read where they are', () => {
  const step = read(['ipxe.usb']).targets['ipxe.usb']?.at(-1);
  expect(step && relinked(step, place)).toEqual({
    args: ['cat', 'bin-x/usbdisk.bin', '/own/ipxe.hd'],
    output: '/own/ipxe.usb',
  });
});

test('an own object gets other definitions and another place', () => {
  const step = read(['ipxe.lkrn']).objects.embedded;
  const define = { EMBED_ALL: 'EMBED ( 1, "/own/s", "s" )' };
  expect(recompiled({ step, define, output: '/own/embedded.o' })).toEqual([
    'gcc',
    '-DARCH=x',
    '-DOBJECT=embedded',
    '-c',
    'image/embedded.c',
    '-DEMBED_ALL=EMBED ( 1, "/own/s", "s" )',
    '-o',
    '/own/embedded.o',
  ]);
});
