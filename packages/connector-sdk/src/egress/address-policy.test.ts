import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy.ts';
import { parseEgressAllow } from './parse-egress-allow.ts';

const closed = createAddressPolicy([]);

describe('the address policy', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.88.99.1',
    '::1',
    '::',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '5f00::1',
  ])('refuses %s', (address) => {
    expect(closed.allowsAddress(address, 443)).toBe(false);
  });

  it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '::ffff:93.184.216.34', '172.32.0.1', '100.128.0.1'])(
    'allows the public %s',
    (address) => {
      expect(closed.allowsAddress(address, 443)).toBe(true);
    },
  );

  it('refuses what is no address at all', () => {
    for (const text of ['', 'localhost', '0177.0.0.1', '2130706433', '127.1'])
      expect(closed.allowsAddress(text, 80)).toBe(false);
  });
});

describe('the allow-list', () => {
  const { rules, problems } = parseEgressAllow(
    '192.168.5.10/32:5432, 10.1.0.0/16:443 [fd00::1]:80\nDb.Internal:5432,127.0.0.1:7101, fd01::/16:81',
  );
  const policy = createAddressPolicy(rules);

  it('opens exactly the address and the port', () => {
    expect(problems).toEqual([]);
    expect(policy.allowsAddress('192.168.5.10', 5432)).toBe(true);
    expect(policy.allowsAddress('192.168.5.10', 6379)).toBe(false);
    expect(policy.allowsAddress('192.168.5.11', 5432)).toBe(false);
    expect(policy.allowsAddress('10.1.200.3', 443)).toBe(true);
    expect(policy.allowsAddress('10.2.0.1', 443)).toBe(false);
    expect(policy.allowsAddress('fd00::1', 80)).toBe(true);
    expect(policy.allowsAddress('fd01:2::1', 81)).toBe(true);
    expect(policy.allowsAddress('::ffff:127.0.0.1', 7101)).toBe(true);
    expect(policy.allowsHost('DB.internal.', 5432)).toBe(true);
    expect(policy.allowsHost('db.internal', 5433)).toBe(false);
    expect(policy.allowsHost('x.db.internal', 5432)).toBe(false);
  });

  it.each(['10.0.0.0/8', '*.internal:80', '10.0.0.0/99:80', 'host:0', 'host:70000', '10.0.0.1.5/8:80', 'a b:c'])(
    'names what it does not understand: %s',
    (text) => {
      expect(parseEgressAllow(text).problems.length).toBeGreaterThan(0);
    },
  );
});
