import { expect, test } from 'vitest';
import type { Source } from '../template/schema';
import { checkScript } from './check';
import { renderedFindings } from './rendered';

const include = () => null;

function ignition(body: string): Source {
  const text = `{ "ignition": { "version": "3.4.0" }, "storage": { "files": [\n${body}\n] } }\n`;
  return { kind: 'kickstart', title: 'x', dialect: 'ignition', template: true, text };
}

test('a list that a loop makes is checked as it is rendered', () => {
  const good = ignition(
    '{% for key in ssh_keys %}{ "path": "/a", "contents": { "source": "data:,x" } }{% unless forloop.last %},{% endunless %}{% endfor %}',
  );
  expect(renderedFindings({ source: good, include })).toEqual([]);
  expect(checkScript(good)).toEqual([]);
  const bad = ignition('{% for key in ssh_keys %}{ "path": "/a" },{% endfor %}');
  expect(renderedFindings({ source: bad, include })).toEqual([
    {
      severity: 'error',
      rule: 'ignition/json',
      message: 'No comma behind the last item: JSON has none there.',
      line: 3,
      column: 1,
      endColumn: 2,
    },
  ]);
});

test('a place inside of what a tag made is told by its line', () => {
  const bad = ignition('{% if host.ip %}{ "pth": "/etc/{{ host.name }}" }{% endif %}');
  expect(
    renderedFindings({ source: bad, include }).map(({ line, message }) => [line, message]),
  ).toEqual([
    [1, expect.stringContaining('Rendered for an example, line 2 ("{ "pth": "/etc/node-17" }")')],
    [1, expect.stringContaining('has no key "pth". Did you mean "path"?')],
  ]);
});

test("what the example's values alone would break is not told", () => {
  const text = `#cloud-config
autoinstall:
  version: 1
{% if host.ip %}
  shutdown: {{ host.params.end }}
{% endif %}
  identity: { username: a, hostname: b, password: "$6$salt$hash" }
`;
  const source: Source = {
    kind: 'kickstart',
    title: 'x',
    dialect: 'autoinstall',
    template: true,
    text,
  };
  expect(renderedFindings({ source, include })).toEqual([]);
});
