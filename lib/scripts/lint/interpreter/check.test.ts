import { expect, test } from 'vitest';
import { checkScript } from '../check';

function lines(kind: 'pre' | 'post', text: string, template = false): string[] {
  return checkScript({ kind, template, text }).map(
    ({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule.replace('script/', ''), message].join(' '),
  );
}

test.each([
  '#!/bin/sh\n',
  '#!/bin/bash -e\n',
  '#!/usr/bin/env python3\n',
  '#!/usr/bin/env -S python3 -I -u\n',
  '#!/usr/bin/node\n',
  '#!/usr/bin/python3.11\n',
  '#! /bin/busybox sh\n',
])('before the installation there is: %s', (text) => {
  expect(lines('pre', text)).toEqual([]);
});

test.each([
  [
    '#!/usr/bin/perl\n',
    '1:1-16 warning interpreter The agent has bash, python3 and busybox, and fetches node; perl is not there.',
  ],
  [
    '#!/bin/bahs\n',
    '1:1-12 warning interpreter The agent has bash, python3 and busybox, and fetches node; bahs is not there. Did you mean bash?',
  ],
  [
    'echo\n',
    '1:1-5 error no-interpreter The first line must name the interpreter: #!/bin/bash, #!/usr/bin/env python3 ….',
  ],
  [
    '\n#!/bin/sh\n',
    '1:1-2 error no-interpreter #! counts in the first line only; it stands in line 2.',
  ],
  ['#!bash\n', '1:1-7 error interpreter "bash" is no whole path.'],
  ['#!/usr/bin/env\n', '1:1-15 error interpreter env needs the name of an interpreter.'],
  [
    '#!/bin/sh -e -u\n',
    '1:1-16 warning interpreter The kernel hands all behind the interpreter over as one argument. env -S splits it.',
  ],
  [
    '#!/bin/sh\r\necho\r\n',
    '1:1-10 error cr-lf The first line ends by CR LF, and the CR becomes a part of the interpreter: it is not found.',
  ],
  [
    '#!/bin/sh\necho\r\n',
    '2:1-2 warning cr-lf Lines end by CR LF here; a shell takes the CR for a part of the last word.',
  ],
  [
    '\uFEFF#!/bin/sh\n',
    '1:1-11 error byte-order-mark A byte order mark stands before #!, and hides it.',
  ],
  ['  \n', '1:1-3 warning empty There is nothing to run.'],
])('before the installation: %j', (text, expected) => {
  expect(lines('pre', text)).toEqual([expected]);
});

test('in the new system only shells are there for sure', () => {
  expect(lines('post', '#!/bin/bash\n')).toEqual([]);
  expect(lines('post', '#!/usr/bin/env python3\n')).toEqual([
    '1:1-23 warning interpreter python3 is not in every system. Where yours has it, say so in a comment: "needs python3".',
  ]);
  expect(lines('post', '#!/usr/bin/env python3\n# The image needs python3 for it.\n')).toEqual([]);
  expect(lines('post', '#!/usr/bin/c++\n# x\n')).toHaveLength(1);
  expect(lines('post', '#!/usr/bin/node\n')).toEqual([
    '1:1-16 info interpreter node is not in every system; the script brings it along from the provisioner when it is missing.',
  ]);
});

test('an interpreter that a template names is not judged', () => {
  expect(lines('pre', '#!{{ host.params.shell }}\n', true)).toEqual([]);
});
