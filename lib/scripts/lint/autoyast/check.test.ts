import { expect, test } from 'vitest';
import { checkScript } from '../check';

function lines(text: string, template = false): string[] {
  return checkScript({ kind: 'kickstart', dialect: 'autoyast', template, text }).map(
    ({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule.replace('autoyast/', ''), message].join(
        ' ',
      ),
  );
}

const whole = `<?xml version="1.0"?>
<!DOCTYPE profile>
<profile xmlns="http://www.suse.com/1.0/yast2ns" xmlns:config="http://www.suse.com/1.0/configns">
  <general><mode><confirm config:type="boolean">false</confirm></mode></general>
  <partitioning config:type="list"><drive><use>all</use></drive></partitioning>
  <software><products config:type="list"><product>Leap</product></products></software>
  <users config:type="list">
    <user>
      <username>root</username>
      <user_password>$6$salt$hash</user_password>
      <encrypted config:type="boolean">true</encrypted>
    </user>
  </users>
</profile>
`;

test('a whole profile has nothing to be said about', () => {
  expect(lines(whole)).toEqual([]);
});

test('what is not well-formed', () => {
  const [found = ''] = lines(whole.replace('</software>', '</sofware>'));
  expect(found).toMatch(/^6:\d+-\d+ error xml .*software/);
  expect(lines('')).toEqual([expect.stringMatching(/^1:1-\d+ error (xml|root) /)]);
});

test('the frame', () => {
  expect(lines('<autoinstall/>\n')).toEqual([
    '1:1-13 error root The root is "profile", not "autoinstall".',
  ]);
  expect(lines('<profile><users config:type="list"/><partitioning/></profile>\n')).toEqual([
    '1:1-9 error namespace profile needs xmlns="http://www.suse.com/1.0/yast2ns".',
    '1:1-9 error namespace config:type needs xmlns:config="http://www.suse.com/1.0/configns".',
  ]);
});

test('sections and passwords', () => {
  const text = whole
    .replace('<software>', '<sofware>')
    .replace('</software>', '</sofware>')
    .replace('$6$salt$hash', 'secret')
    .replace('<encrypted config:type="boolean">true</encrypted>', '');
  expect(lines(text)).toEqual([
    '6:3-11 warning section No module of YaST is known to read "sofware". Did you mean "software"?',
    '10:7-44 warning password-plain The password is readable by all who get this text. Crypt it, and set encrypted to true.',
  ]);
});

test('outputs of a template are not judged', () => {
  const text = whole
    .replace('$6$salt$hash', '{{ secrets.root | crypt }}')
    .replace('Leap', '{{ x }}');
  expect(lines(text, true)).toEqual([]);
});
