/** Templates as the store keeps them: what a save refuses, and what a script includes. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { listRevisions, readRevision, readScript } from './data';
import { createScript, deleteScript, restoreRevision, saveScript } from './mutations';
import type { NewScript, ScriptKind } from './schema';
import { putSecret } from './secrets/mutations';
import { includedSources } from './template/data';

let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
});
afterAll(closeDatabase);

const create = (kind: ScriptKind, input: NewScript) => createScript({ actor, kind, input });
const template = (title: string, text: string, kind: ScriptKind = 'sub') =>
  create(kind, { title, text, template: true });

describe('a save of a template', () => {
  test.each<[string, string, string]>([
    [
      'a tag that is not closed',
      'a\n  {% if host.ip %}',
      'Line 2, column 3: The tag {% if host.ip %} is not closed.',
    ],
    [
      'a tag that there is none of',
      '{% layout "x" %}',
      'Line 1, column 1: There is no tag named layout.',
    ],
    [
      'a filter that there is none of',
      'a {{ host.name | date }}',
      'Line 1, column 3: There is no filter named date.',
    ],
    ['an unknown root', '{{ hots.name }}', 'Line 1, column 4: There is no variable hots.'],
    [
      'an unknown field',
      'a\r\n{{ host.nmae }}',
      'Line 2, column 4: There is no variable host.nmae.',
    ],
    ['an unknown address', '{{ urls.nope }}', 'Line 1, column 4: There is no variable urls.nope.'],
    [
      'a script that is not there',
      '{{ urls.scripts["No such"] }}',
      'Line 1, column 4: There is no script titled "No such".',
    ],
    [
      'a secret that is not there',
      '{% if secrets.nope %}{% endif %}',
      'Line 1, column 7: There is no secret named nope.',
    ],
    [
      'a secret that is named by a variable',
      '{{ secrets[host.name] }}',
      'Line 1, column 4: A secret is named by itself: secrets.NAME.',
    ],
    [
      'an include that is not there',
      'x{% include "No such" %}',
      'Line 1, column 2: There is no script titled "No such".',
    ],
    [
      'an include by a variable',
      '{% include host.name %}',
      'Line 1, column 1: The title of a script in quotes must follow include.',
    ],
  ])('is refused for %s, with the place', async (_what, text, message) => {
    await expect(template('bad', text)).rejects.toMatchObject({
      status: 422,
      code: 'ERR_INVALID_TEMPLATE',
      fields: [{ field: 'text', message }],
    });
    // The same text is fine where it is no template.
    expect((await create('sub', { title: 'bad', text })).text).toBe(text);
  });

  test('is refused for the main script, which has no host', async () => {
    const text = '#!ipxe\n{{ host.name }}\n';
    await expect(template('Main script', text, 'main')).rejects.toMatchObject({
      fields: [{ field: 'template' }],
    });
  });

  test('names what is there: secrets, titles, parameters of any name', async () => {
    await putSecret({ actor, name: 'root', value: 'x' });
    await create('sub', { title: 'Other', text: '' });
    const text = `{{ secrets.root }}{{ urls.scripts["Other"] }}{{ urls.scripts['Me'] }}{{ host.params.any }}`;
    expect(await template('Me', text)).toMatchObject({ template: true, dialect: null, text });
  });

  test('is refused where includes lead back, with the chain', async () => {
    const a = await template('A', 'a');
    await template('B', '{% include "A" %}');
    await template('C', '{% render "B" %}');
    const change = { text: '\n{% include "C" %}' };
    await expect(saveScript({ actor, kind: 'sub', id: a.id, change })).rejects.toMatchObject({
      fields: [
        {
          field: 'text',
          message: 'In "B", line 1, column 1: A script cannot include itself: A → C → B → A.',
        },
      ],
    });
    const itself = { text: '{% include "A" %}' };
    await expect(
      saveScript({ actor, kind: 'sub', id: a.id, change: itself }),
    ).rejects.toMatchObject({ fields: [{ message: expect.stringContaining('A → A.') }] });
  });
});

describe('template and dialect', () => {
  test('belong to a revision: changing either alone makes one, and restoring brings them back', async () => {
    const { id, dialect } = await create('kickstart', { title: 'k', text: 'd-i a/b string c\n' });
    expect(dialect).toBe('preseed');
    const save = (change: object) => saveScript({ actor, kind: 'kickstart', id, change });
    expect(await save({ template: true })).toMatchObject({ revision: 2, template: true, dialect });
    expect(await save({ dialect: 'kickstart' })).toMatchObject({ revision: 3, template: true });
    expect(await save({ dialect: 'kickstart', template: true })).toMatchObject({ revision: 3 });
    const revisions = await listRevisions({ actor, kind: 'kickstart', id });
    expect(revisions.map((one) => [one.number, one.template, one.dialect])).toEqual([
      [3, true, 'kickstart'],
      [2, true, 'preseed'],
      [1, false, 'preseed'],
    ]);
    const restored = await restoreRevision({ actor, kind: 'kickstart', id, number: 1 });
    expect(restored).toMatchObject({ revision: 4, template: false, dialect: 'preseed' });
    const second = await readRevision({ actor, kind: 'kickstart', id, number: 2 });
    expect(second).toMatchObject({ template: true, dialect: 'preseed' });
  });

  test('a dialect is refused for what is no answer file', async () => {
    await expect(create('sub', { title: 's', text: '', dialect: 'preseed' })).rejects.toMatchObject(
      { status: 422, fields: [{ field: 'dialect' }] },
    );
  });

  test('a conflict hands over how the newest is read', async () => {
    const { id } = await template('s', 'one');
    await saveScript({ actor, kind: 'sub', id, change: { text: 'two', baseRevision: 1 } });
    const stale = { template: false, baseRevision: 1 };
    await expect(saveScript({ actor, kind: 'sub', id, change: stale })).rejects.toMatchObject({
      code: 'ERR_CONFLICT',
      data: { revision: { number: 2, text: 'two', template: true, dialect: null } },
    });
  });
});

describe('a script that templates name', () => {
  test('is neither deleted nor renamed, and they are named', async () => {
    const { id } = await create('sub', { title: 'Menu', text: 'x' });
    const other = await create('post', { title: 'Menu', text: 'y' });
    const by = await template('Includes', '{% include "sub:Menu" %}');
    await template('Takes its address', '{{ urls.scripts["Menu"] }}');
    const refused = {
      status: 409,
      code: 'ERR_SCRIPT_IN_USE',
      message:
        'The sub script "Menu" is named by the scripts "Includes", "Takes its address". Take it out there first.',
      data: { usedBy: [{ id: by.id, name: 'Includes' }, { name: 'Takes its address' }] },
    };
    await expect(deleteScript({ actor, kind: 'sub', id })).rejects.toMatchObject(refused);
    const change = { title: 'Menu 2' };
    await expect(saveScript({ actor, kind: 'sub', id, change })).rejects.toMatchObject(refused);
    expect(await readScript({ actor, kind: 'sub', id })).toMatchObject({ title: 'Menu' });
    // The other of that title is meant by the address, and not by the include.
    await expect(deleteScript({ actor, kind: 'post', id: other.id })).rejects.toMatchObject({
      data: { usedBy: [{ name: 'Takes its address' }] },
    });
  });
});

test('what a script includes comes with its newest revision, at any depth, by kind where titles meet', async () => {
  const deep = await create('pre', { title: 'Deep', text: 'v1' });
  await saveScript({ actor, kind: 'pre', id: deep.id, change: { text: 'v2' } });
  const shell = await template('Common', 'shell {% include "Deep" %}', 'post');
  const ipxe = await template('Common', 'ipxe', 'sub');
  const other = await insertTeam({ name: 'guests' });
  await createScript({ actor: other, kind: 'pre', input: { title: 'Theirs', text: 'secret' } });
  const source = {
    title: 'S',
    kind: 'post',
    dialect: null,
    template: true,
    text: '{% include "Common" %}{% include "sub:Common" %}{% if true %}{% include "Theirs" %}{% endif %}',
  } as const;
  const { sources, pins } = await includedSources({ teamId: actor.teamId, source });
  expect([...sources].map(([name, { kind, text }]) => [name, kind, text])).toEqual([
    ['Common', 'post', 'shell {% include "Deep" %}'],
    ['sub:Common', 'sub', 'ipxe'],
    ['Deep', 'pre', 'v2'],
  ]);
  expect(pins).toEqual({
    Common: {
      id: shell.id,
      revision: 1,
      title: 'Common',
      kind: 'post',
      dialect: null,
      template: true,
    },
    'sub:Common': {
      id: ipxe.id,
      revision: 1,
      title: 'Common',
      kind: 'sub',
      dialect: null,
      template: true,
    },
    Deep: { id: deep.id, revision: 2, title: 'Deep', kind: 'pre', dialect: null, template: false },
  });
});
