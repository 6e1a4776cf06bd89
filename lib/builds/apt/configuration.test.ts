import { expect, test } from 'vitest';
import { privateConfiguration } from './configuration';

test('state is private, the sources of /etc/apt are not', () => {
  const text = privateConfiguration({ folder: '/cache/apt/bookworm', ownSources: false });
  expect(text).toContain('Dir::State::status "/cache/apt/bookworm/status";');
  expect(text).toContain('#clear APT::Update::Post-Invoke;');
  expect(text).not.toContain('Dir::Etc');
});

test('another release brings sources of its own', () => {
  const text = privateConfiguration({ folder: '/cache/apt/trixie', ownSources: true });
  expect(text).toContain('Dir::Etc::sourceparts "/cache/apt/trixie/sources";');
});

test('packages of another architecture are asked for here alone, never by dpkg', () => {
  const text = privateConfiguration({
    folder: '/cache/apt/bookworm-arm64',
    ownSources: false,
    architecture: 'arm64',
  });
  expect(text).toContain('APT::Architecture "arm64";');
  expect(text).toContain('APT::Architectures { "arm64"; };');
  expect(text).not.toContain('amd64');
});
