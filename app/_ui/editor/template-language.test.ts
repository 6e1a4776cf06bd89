import { expect, it } from 'vitest';
import { languageOf } from './language';
import { templatePlace } from './template-language';

it.each([
  ['set x {{ ho', { typed: 'ho', wanted: 'name' }],
  ['set x {{ host.na', { typed: 'host.na', wanted: 'name' }],
  ['{% if host.labels.', { typed: 'host.labels.', wanted: 'name' }],
  ['{{ host.name | ip', { typed: 'ip', wanted: 'filter' }],
  ['{{ host.name }} ho', null],
  ['{% if a %}', null],
  ['echo ${ho', null],
])('knows what %j asks for', (before, expected) => {
  expect(templatePlace(before)).toEqual(expected);
});

it.each([
  ['main', '#!ipxe\n', null, 'ipxe'],
  ['kickstart', '{\n  "ignition": {}\n}', 'ignition', 'json'],
  ['kickstart', '{"ignition":{}}', null, 'json'],
  ['kickstart', '#cloud-config\n', 'autoinstall', 'yaml'],
  ['kickstart', '<?xml version="1.0"?>', 'autoyast', 'xml'],
  ['pre', '#!/usr/bin/env python3\n', null, 'python'],
  ['post', '#!/bin/sh\n', null, 'shell'],
])('colours a %s %j by dialect %s as %s', (kind, text, dialect, expected) => {
  expect(languageOf(kind, text, dialect)).toBe(expected);
});
