import { describe, expect, test } from 'vitest';
import { isConnectionLoss, isShortage } from './hot-connection.ts';

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

describe('what PostgreSQL says', () => {
  test.each(['53100', '53200', '58030', '40P01', '40001', '25006'])('%s lies in no row and passes', (code) => {
    expect(isShortage(withCode(code))).toBe(true);
  });
  test.each(['23505', '22P02', '42601'])('%s is the fault of a row or a statement', (code) => {
    expect(isShortage(withCode(code))).toBe(false);
    expect(isConnectionLoss(withCode(code))).toBe(false);
  });
  test.each(['57P01', '08006', '53300', 'ECONNRESET'])('%s means that the connection is lost or refused', (code) => {
    expect(isConnectionLoss(withCode(code))).toBe(true);
  });
  test('no answer in time is a lost connection', () => {
    expect(isConnectionLoss(new Error('Query read timeout'))).toBe(true);
  });
});
