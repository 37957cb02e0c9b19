import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { normalHost } from './address-policy.ts';
import type { EgressRule } from './address-policy.ts';

const hostPattern = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*$/;

function ruleOf(entry: string): EgressRule | string {
  const match = /^(.+):(\d{1,5})$/.exec(entry);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65_535) return `"${entry}" lacks a port: write address:port`;
  const target = normalHost(match[1] ?? '').replace(']/', '/');
  if (target.includes('/')) {
    return ipaddr.isValidCIDR(target) ? { kind: 'cidr', cidr: target, port } : `"${entry}" holds no valid network`;
  }
  if (isIP(target) === 4) return { kind: 'cidr', cidr: `${target}/32`, port };
  if (isIP(target) === 6) return { kind: 'cidr', cidr: `${target}/128`, port };
  if (!hostPattern.test(target)) return `"${entry}" is neither a network nor an exact host name`;
  return { kind: 'host', host: target, port };
}

/**
 * The allow-list as people write it: `10.1.0.0/16:5432, db.internal:5432, [fd00::1]:443`, split by commas or blanks.
 * Each entry opens one network or one exact name, on one port. `problems` is empty when all of it is understood.
 */
export function parseEgressAllow(text: string): { rules: EgressRule[]; problems: string[] } {
  const parsed = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(ruleOf);
  return {
    rules: parsed.filter((rule) => typeof rule !== 'string'),
    problems: parsed.filter((rule) => typeof rule === 'string'),
  };
}
